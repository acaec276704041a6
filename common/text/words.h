#pragma once

#include <QStringView>

/// Where words begin and end, for names that stand in a text. resources/web/js/text/words.js has the same rules.
namespace parlance {

/// Whether a word may begin here, so that an @ here is not the middle of an address such as ann@example.org. After
/// writing that needs no spaces between words (Chinese, Japanese, Korean, Thai and their like) one may begin anywhere.
bool beginsWord(QStringView text, qsizetype at);

/// Whether writing that needs no spaces stands before.
bool followsUnspaced(QStringView text, qsizetype at);

/// Whether a word that ends here is whole: no letter, digit, mark or underscore goes on with it. In writing that needs
/// no spaces, and where it meets other writing, a word may end anywhere.
bool endsWord(QStringView text, qsizetype at);

} // namespace parlance
