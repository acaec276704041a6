// The page has no elements but HTML's where it looks for some, and its own attributes' names are no types.

interface ParentNode {
  querySelector(selectors: string): HTMLElement | null;
  querySelectorAll(selectors: string): NodeListOf<HTMLElement>;
}

interface Element {
  closest(selectors: string): HTMLElement | null;
}

interface NotificationOptions {
  renotify?: boolean;
}
