#pragma once

#include <QString>
#include <QStringView>

#include <vector>

/// Addresses in a text. Positions count UTF-16 units. resources/web/js/text/links.js has the same rules;
/// tests/golden/text/links.json holds the two equal.
namespace parlance {

/// An address that may be clicked. The text stays as it was typed; `target` is what is opened, percent-encoded.
struct Link {
    qsizetype start = 0;
    qsizetype length = 0;
    QString target;
};

/// The addresses of http, https and mailto, and those that begin with "www." and are opened by https, in the order of
/// the text. An address with a user name before its host is none: it shows one place and leads to another.
std::vector<Link> findLinks(QStringView text);

/// The parts of a text in which an @ calls nobody, whether or not they are fit to be clicked. Refers to the text.
class AddressSpans {
  public:
    explicit AddressSpans(QStringView text);

    bool contain(qsizetype at) const;

  private:
    struct Span {
        qsizetype start = 0;
        qsizetype end = 0;
    };

    QStringView m_text;
    std::vector<Span> m_spans; // in the order of the text
};

} // namespace parlance
