const nearEnd = 60; // px

/**
 * Keeps the reader's place: at the end while they are at the end, else at the row that they see at the top, whatever is put
 * before or after it. Browsers do that in part, and differently, so theirs is switched off.
 */
export class ScrollKeeper {
  #box;
  #moved;
  following = true;

  /** `moved()` is called when the reader scrolls. */
  constructor(box, content, moved) {
    this.#box = box;
    this.#moved = moved;
    box.addEventListener('scroll', () => this.#look(), { passive: true });
    const resized = new ResizeObserver(() => this.following && this.toEnd());
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
   */
  hold(rows, change) {
    const top = this.#box.scrollTop;
    const seen = this.following ? [] : [...rows()].filter((row) => row.dataset.seq && row.offsetTop + row.offsetHeight > top);
    const anchors = seen.slice(0, 5).map((row) => ({ row, offset: row.offsetTop - top }));
    change();
    const anchor = anchors.find(({ row }) => row.isConnected);
    if (this.following) this.toEnd();
    else if (anchor) this.#box.scrollTop = anchor.row.offsetTop - anchor.offset;
  }

  /** Those of the rows whose lower end is in view, and so what stands in it was seen. */
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
  }

  /** Shows a row, a part of the view down from the top. */
  show(row, part) {
    this.#box.scrollTop = row.offsetTop - this.#box.clientHeight * part;
    this.following = this.below < nearEnd;
  }

  #look() {
    this.following = this.below < nearEnd;
    this.#moved();
  }
}
