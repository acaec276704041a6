#pragma once

#include <QDBusConnection>
#include <QDBusVirtualObject>
#include <QHash>
#include <QList>

#include <functional>
#include <optional>

namespace parlance::test {

/// A service on the bus of the test, on a connection of its own. It writes down every call and answers as it was told;
/// a method that it was told nothing of is unknown. Vanishes from the bus with its destruction, as if it had crashed.
class FakeService final : public QDBusVirtualObject {
  public:
    struct Call {
        QString method;
        QVariantList arguments;
    };
    /// The answer's arguments; nothing: it stays silent.
    using Answer = std::function<std::optional<QVariantList>(const QVariantList& arguments)>;

    FakeService(const QString& name, const QString& path, const QString& interface);
    ~FakeService() override;

    void on(const QString& method, const Answer& answer) { m_answers.insert(method, answer); }
    void emitSignal(const QString& name, const QVariantList& arguments);

    QList<Call> calls;

    /// Those of one method.
    QList<QVariantList> callsOf(const QString& method) const;

    /// Answers the oldest call that got silence.
    void answerHeld(const QVariantList& arguments);

    bool handleMessage(const QDBusMessage& message, const QDBusConnection& connection) override;
    QString introspect(const QString&) const override { return {}; }

  private:
    QString m_connectionName;
    QDBusConnection m_bus;
    QString m_name, m_path, m_interface;
    QHash<QString, Answer> m_answers;
    QList<QDBusMessage> m_held;
};

} // namespace parlance::test
