import { Random } from './random.mjs';

/** Random numbers for a test. The seed is printed; PARLANCE_SEED in the environment gives the same ones again. */
export function seeded() {
  const seed = Number(process.env.PARLANCE_SEED ?? Math.floor(Math.random() * 2 ** 32));
  console.log(`seed: PARLANCE_SEED=${seed}`);
  return new Random(seed);
}
