/** What is talked about in the pictures of the page: [who, minutes before the end, what]. */
export const topic = 'Everything around the move on Saturday';

export const script = [
  ['Maya', 1460, 'The new place has a balcony! Photos follow: https://example.org/flat'],
  ['Jonas', 1457, 'Congratulations 🎉'],
  ['Zoë', 52, 'Good morning! Who is still free on Saturday?'],
  ['Jonas', 50, 'I am, all day'],
  ['Jonas', 50, 'and I have the big car'],
  ['Priya', 47, 'From eleven on. I will bring coffee and something sweet'],
  ['Maya', 44, 'You are the best. The lift works again, by the way, so no more carrying the piano up five floors'],
  ['Tom', 41, 'There is a PIANO?'],
  ['Zoë', 40, 'There was going to be a surprise 😄'],
  ['Maya', 21, '@Zoë could you ask your sister for the boxes? About twenty would do'],
  ['Zoë', 18, 'Already in my hallway. @Jonas can you pick me up at nine?'],
  ['Jonas', 17, 'Nine it is'],
  ['Priya', 3, 'See you all there'],
  ['Tom', 1, '👍'],
];

const end = new Date().setHours(10, 24, 0, 0);

/** Rewrites the times of the messages, so that the talk seems to have taken its time; see Person's `wire`. */
export function spreadOut() {
  const times = new Map(script.map(([, minutes, text]) => [text, end - minutes * 60000]));
  const moved = (message) => (times.has(message.text) ? { ...message, timestamp: times.get(message.text) } : message);
  return { toPage: (frame) => ({ ...moved(frame), ...(frame.history && { history: frame.history.map(moved) }) }) };
}
