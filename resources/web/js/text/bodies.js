const blank = /^[\p{White_Space}\p{Cc}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb\u{13441}\u{13442}\u{16fe4}\u{1d159}]*$/u;

/**
 * Whether a text shows nothing: white space, control characters and characters that are invisible. The server takes no such
 * message. The same rule is in common/text/bodies.cpp.
 * @param {string} text
 */
export const isBlank = (text) => blank.test(text);
