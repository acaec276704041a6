import { clockTime } from '../text/time.js';
import { byId } from './dom.js';

/**
 * Copies several messages as a conversation: each line has its time and its author, your own name included.
 * @param {import('./types.d.ts').Use<'state' | 'outbox'>} uses
 */
export function copying({ state, outbox }) {
  const log = byId('log');

  log.addEventListener('copy', (event) => {
    const selection = getSelection();
    if (!selection?.rangeCount) return;
    const range = selection.getRangeAt(0);
    const nodes = [...log.querySelectorAll('.message, .day, .notice')].filter((node) => range.intersectsNode(node));
    if (nodes.filter((node) => node.matches('.message')).length < 2) return;
    event.clipboardData?.setData('text/plain', nodes.map((node) => lineOf(node, range)).filter(Boolean).join('\n'));
    event.preventDefault();
  });

  /** @param {HTMLElement} node @param {Range} range */
  function lineOf(node, range) {
    if (!node.matches('.message')) return `— ${node.textContent} —`;
    const text = selectedText(node.querySelector('.text') ?? node, range);
    if (!text) return '';
    const { id, nonce } = node.dataset;
    const message = state.rooms.get(state.current)?.messages?.find((candidate) => candidate.id === id);
    const entry = outbox.of(state.current).find((candidate) => candidate.nonce === nonce);
    const author = message?.username ?? state.me?.username ?? '';
    return `[${clockTime(message?.timestamp ?? entry?.at ?? 0)}] ${author}: ${text}`;
  }
}

/**
 * The selected part of a text.
 * @param {Node} node @param {Range} selected
 */
function selectedText(node, selected) {
  const part = document.createRange();
  part.selectNodeContents(node);
  if (selected.compareBoundaryPoints(Range.START_TO_START, part) > 0) part.setStart(selected.startContainer, selected.startOffset);
  if (selected.compareBoundaryPoints(Range.END_TO_END, part) < 0) part.setEnd(selected.endContainer, selected.endOffset);
  return part.toString();
}
