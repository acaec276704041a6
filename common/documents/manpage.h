#pragma once

#include <QStringList>

namespace parlance::documents {

/// A manual page in the making, in the man macros of groff. Prose may have `words` in backticks, which become bold.
/// Everything is plain ASCII in the end, whatever it was.
class ManPage {
  public:
    /// `about` is what NAME says behind the dash.
    ManPage(const QString& name, int section, const QString& about);

    void heading(const QString& text);
    void subheading(const QString& text);
    void paragraph(const QString& prose);
    /// A term and, indented below it, what it means; the tag is as one types it.
    void item(const QString& tag, const QString& prose);
    /// One more paragraph of the last item.
    void more(const QString& prose);
    /// Lines as they are.
    void literal(const QStringList& lines);
    void seeAlso(const QStringList& pages);

    const QString& text() const { return m_text; }

  private:
    void line(const QString& text);

    QString m_text;
};

} // namespace parlance::documents
