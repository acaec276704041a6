#include "desktop/hunspellchecker.h"

#include "base/logging.h"

#include <QDir>
#include <QFile>
#include <QLocale>
#include <QStringConverter>

#include <algorithm>
#include <hunspell/hunspell.hxx>
#include <optional>
#include <string>

namespace parlance::client {

/// One language. Dictionaries have encodings of their own; words that cannot be written in one are unknown to it.
class HunspellChecker::Dictionary {
  public:
    explicit Dictionary(const QString& file)
        : m_words(QFile::encodeName(file + QStringLiteral(".aff")).constData(),
                  QFile::encodeName(file + QStringLiteral(".dic")).constData())
        , m_encode(m_words.get_dict_encoding().c_str())
        , m_decode(m_words.get_dict_encoding().c_str())
    {}

    bool isUsable() const { return m_encode.isValid() && m_decode.isValid(); }

    bool has(const QString& word)
    {
        const auto bytes = encoded(word);
        return bytes && m_words.spell(*bytes);
    }

    QStringList proposals(const QString& word)
    {
        QStringList all;
        const auto bytes = encoded(word);
        for (const std::string& each : bytes ? m_words.suggest(*bytes) : std::vector<std::string>())
            all << m_decode(QByteArrayView(each.data(), qsizetype(each.size())));
        return all;
    }

    void add(const QString& word)
    {
        if (const auto bytes = encoded(word))
            m_words.add(*bytes);
    }

  private:
    std::optional<std::string> encoded(const QString& word)
    {
        m_encode.resetState(); // or an error would stay
        const QByteArray bytes = m_encode(word);
        return m_encode.hasError() ? std::nullopt : std::optional(bytes.toStdString());
    }

    Hunspell m_words;
    QStringEncoder m_encode;
    QStringDecoder m_decode;
};

HunspellChecker::Places HunspellChecker::usualPlaces(const QString& ownWords)
{
    return {{QStringLiteral("/usr/share/hunspell"), QStringLiteral("/usr/share/myspell/dicts")},
            QLocale::system().uiLanguages(),
            ownWords};
}

HunspellChecker::HunspellChecker(Places places)
    : m_places(std::move(places))
    , m_read([this] { QMetaObject::invokeMethod(this, &HunspellChecker::arrived, Qt::QueuedConnection); })
{}

HunspellChecker::~HunspellChecker()
{
    if (m_reader.joinable())
        m_reader.join();
}

QStringList HunspellChecker::filesOf(const Places& places)
{
    QStringList files;
    const auto add = [&](const QString& pattern) {
        for (const QString& folder : places.folders) {
            const QStringList found = QDir(folder).entryList({pattern + QStringLiteral(".dic")}, QDir::Files);
            for (const QString& name : found) {
                const QString file = QDir(folder).filePath(name.chopped(4));
                if (QFile::exists(file + QStringLiteral(".aff"))) {
                    files << file;
                    return true;
                }
            }
        }
        return false;
    };
    for (const QString& language : places.languages) {
        const QString name = QString(language).replace(u'-', u'_');
        if (!add(name) && !add(name.section(u'_', 0, 0)))
            add(name.section(u'_', 0, 0) + QStringLiteral("_*"));
    }
    files.removeDuplicates();
    return files;
}

HunspellChecker::Dictionaries HunspellChecker::read(const QStringList& files, const QString& ownWords)
{
    Dictionaries dictionaries;
    for (const QString& file : files) {
        auto dictionary = std::make_unique<Dictionary>(file);
        if (dictionary->isUsable())
            dictionaries.push_back(std::move(dictionary));
    }
    QFile own(ownWords);
    if (!dictionaries.empty() && own.open(QIODevice::ReadOnly)) {
        const QStringList words = QString::fromUtf8(own.readAll()).split(u'\n', Qt::SkipEmptyParts);
        for (const QString& word : words)
            dictionaries.front()->add(word);
    }
    return dictionaries;
}

void HunspellChecker::begin(std::function<void()> ready)
{
    if (!m_dictionaries.empty())
        return ready();
    m_ready.push_back(std::move(ready));
    if (m_reader.joinable())
        return;
    // Looking into a few folders takes no time; what is found is read by the thread, which touches nothing of ours.
    m_reader = std::thread(
        [this, files = filesOf(m_places), ownWords = m_places.ownWords] { m_read.push(read(files, ownWords)); });
}

void HunspellChecker::arrived()
{
    for (Dictionaries& read : m_read.take())
        m_dictionaries = std::move(read);
    if (m_dictionaries.empty())
        return;
    for (const auto& ready : std::exchange(m_ready, {}))
        ready();
}

bool HunspellChecker::isRight(const QString& word) const
{
    return m_dictionaries.empty() ||
           std::ranges::any_of(m_dictionaries, [&word](const auto& each) { return each->has(word); });
}

QStringList HunspellChecker::proposals(const QString& word) const
{
    QStringList all;
    for (const auto& each : m_dictionaries)
        all << each->proposals(word);
    all.removeDuplicates();
    return all;
}

void HunspellChecker::learn(const QString& word)
{
    if (m_dictionaries.empty())
        return;
    m_dictionaries.front()->add(word);
    QFile own(m_places.ownWords);
    if (!own.open(QIODevice::WriteOnly | QIODevice::Append) || own.write(word.toUtf8() + '\n') < 0 || !own.flush())
        qCWarning(logClient).noquote() << own.fileName() << "cannot be written:" << own.errorString();
}

} // namespace parlance::client
