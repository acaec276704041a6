// node first_message.mjs URL TEXT: somebody opens the page in Chromium, enters the room `general` and writes; ends when the page shows it as sent.
import { launchChromium, patience } from '../web/support/scene.mjs';
import { Person } from '../web/support/person.mjs';

const [url, text] = process.argv.slice(2);
const browser = await launchChromium();
const ann = await Person.arrive(browser, { url, patience });
await ann.enter('Ann');
await ann.say(text);
await ann.sees(text);
await browser.close();
if (ann.problems.length > 0) throw new Error(ann.problems.join('\n'));
