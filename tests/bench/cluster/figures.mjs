// Figures of a run as tables in Markdown.

export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The value below which that part of them lies. */
export function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * part)];
}

const text = (value) => (value >= 1000 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));

/**
 * What was measured, a value for each round; atMost, atLeast: what it should be. Where neither is given it is there for
 * orientation.
 */
export function goal(what, values, { atMost, atLeast } = {}) {
  return { what, values: [values].flat(), atMost, atLeast };
}

function lineOf({ what, values, atMost, atLeast }) {
  const value = mean(values);
  const isMet = value <= (atMost ?? Infinity) && value >= (atLeast ?? -Infinity);
  const should = atMost !== undefined ? `≤ ${atMost}` : atLeast !== undefined ? `≥ ${atLeast}` : '';
  return `| ${what} | ${text(value)} | ${values.length > 1 ? values.map(text).join(', ') : ''} | ${should} | ${should && (isMet ? 'met' : 'missed')} |`;
}

/** goals: { KEY OF THE SCENARIO: [goal] } */
export function tableOf(goals) {
  const lines = Object.entries(goals).flatMap(([key, list]) => list.map((one) => `| \`${key}\` ${lineOf(one)}`));
  return ['| scenario | figure | measured | in each round | goal | |', '|---|---|---|---|---|---|', ...lines].join('\n');
}
