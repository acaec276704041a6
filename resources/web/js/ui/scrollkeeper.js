import { childrenOf } from './dom.js';

const nearEnd = 60; // px

/**
 * Keeps the reader's place when rows are added, removed or unfolded and when the view changes its size: at the end while the
 * reader is there, otherwise at the message at the top of the view. Browsers anchor only in part and differ from each other,
 * so their own anchoring is off.
 */
export class ScrollKeeper {
  #box;
  #content;
  #moved;
  /** @type {{row: HTMLElement, offset: number, part: number} | null} */
  #anchor = null; // {row, offset, part}: the message at the top of the view and its place
  #size = ''; // of the view and its content at the time of the anchor
  #top = 0; // the place of the view at that time, px
  following = true;

  /**
   * `moved()` is called when the reader scrolls.
   * @param {HTMLElement} box @param {HTMLElement} content @param {() => void} moved
   */
  constructor(box, content, moved) {
    this.#box = box;
    this.#content = content;
    this.#moved = moved;
    box.addEventListener('scroll', () => this.#look(), { passive: true });
    const resized = new ResizeObserver(() => this.#resized());
    resized.observe(box);
    resized.observe(content);
  }

  get above() {
    return this.#box.scrollTop;
  }

  get below() {
    return this.#box.scrollHeight - this.#box.clientHeight - this.#box.scrollTop;
  }

  /**
   * Runs a change of the rows and puts the view back where it was. Several messages are held on to, because the one at the
   * seam of two pages is drawn anew; the day above it wanders off altogether.
   * @param {() => HTMLElement[]} rows @param {() => void} change
   */
  hold(rows, change) {
    if (this.#isMovedByReader()) this.following = this.below < nearEnd;
    const top = this.#box.scrollTop;
    const seen = this.following ? [] : [...rows()].filter((row) => row.dataset.seq && row.offsetTop + row.offsetHeight > top);
    const anchors = seen.slice(0, 5).map((row) => ({ row, offset: row.offsetTop - top }));
    change();
    const anchor = anchors.find(({ row }) => row.isConnected);
    if (this.following) this.toEnd();
    else if (anchor) this.#box.scrollTop = anchor.row.offsetTop - anchor.offset;
    this.#remember();
  }

  /**
   * Runs a change inside a row that the reader asked for. The view stays where it is, even if it was at the end. If the row
   * has shrunk out of it, the row's beginning is shown.
   * @param {() => void} change @param {HTMLElement} row
   */
  still(change, row) {
    const top = this.#box.scrollTop;
    change();
    this.#box.scrollTop = row.offsetTop + row.offsetHeight > top ? top : row.offsetTop;
    this.following = this.below < nearEnd;
    this.#remember();
    this.#moved();
  }

  /**
   * Those of the rows whose lower end is in view, and so what stands in it was seen.
   * @param {HTMLElement[]} rows
   */
  ended(rows) {
    const top = this.#box.scrollTop;
    const end = top + this.#box.clientHeight;
    return rows.filter((row) => {
      const bottom = row.offsetTop + row.offsetHeight;
      return bottom > top + 1 && bottom <= end + 1;
    });
  }

  toEnd() {
    this.following = true;
    this.#box.scrollTop = this.#box.scrollHeight;
    this.#remember();
  }

  /**
   * Shows a row, a part of the view down from the top.
   * @param {HTMLElement} row @param {number} part
   */
  show(row, part) {
    this.#box.scrollTop = row.offsetTop - this.#box.clientHeight * part;
    this.following = this.below < nearEnd;
    this.#remember();
  }

  /** Ignores scrolling that a change of size caused: #resized() is about to put the view back. */
  #look() {
    if (this.#size !== this.#sizeNow() && !this.#isMovedByReader()) return;
    this.following = this.below < nearEnd;
    this.#remember();
    this.#moved();
  }

  /**
   * Whether the view was scrolled since #remember() by somebody else than the browser, which moves it only to the end, where it
   * has become shorter. The reader may scroll in the same moment in which a change of size is about to put the view back.
   */
  #isMovedByReader() {
    return Math.abs(this.#box.scrollTop - this.#top) > 1 && this.below > 1;
  }

  #resized() {
    const anchor = this.#anchor;
    if (this.#isMovedByReader()) return this.#look();
    if (this.following) this.toEnd();
    else if (anchor?.row.isConnected) this.#box.scrollTop = anchor.row.offsetTop - anchor.offset + anchor.part * anchor.row.offsetHeight;
    this.#remember();
  }

  /** Remembers the top message. The hidden part of a cut one is kept as a share of its height, which changes with the width. */
  #remember() {
    const top = this.#box.scrollTop;
    const row = childrenOf(this.#content).find((node) => node.dataset.seq && node.offsetTop + node.offsetHeight > top);
    const isCut = row && row.offsetTop < top;
    this.#anchor = row ? { row, offset: isCut ? 0 : row.offsetTop - top, part: isCut ? (top - row.offsetTop) / row.offsetHeight : 0 } : null;
    this.#size = this.#sizeNow();
    this.#top = top;
  }

  #sizeNow() {
    const { clientWidth, clientHeight, scrollHeight } = this.#box;
    return `${clientWidth} ${clientHeight} ${scrollHeight}`;
  }
}
