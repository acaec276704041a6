#include "app/launch.h"

#include "base/logging.h"

#include <QApplication>
#include <QMessageBox>

namespace parlance::client {

Launch::Launch(const DesktopApp::Options& options)
    : m_options(options)
    , m_instance(m_wheel, options.runtimeFolder, options.profile)
{
    QApplication::setQuitOnLastWindowClosed(false);
}

Launch::~Launch() = default;

void Launch::start()
{
    const RaiseRequest request{m_options.links, qEnvironmentVariable("XDG_ACTIVATION_TOKEN"), m_options.action};
    m_instance.start(request, [this](const Result<SingleInstance::Outcome>& outcome) { decided(outcome); });
}

void Launch::decided(const Result<SingleInstance::Outcome>& outcome)
{
    if (outcome && *outcome == SingleInstance::Outcome::HandedOver)
        return QCoreApplication::quit();
    if (outcome && *outcome == SingleInstance::Outcome::NotAnswering)
        return giveUp();
    if (!outcome)
        qCWarning(logApp).noquote() << "cannot tell whether Parlance is running already:" << outcome.error().message;
    if (m_options.action == DesktopAction::Quit) // there is nobody to end
        return QCoreApplication::quit();
    become();
}

void Launch::become()
{
    m_app = std::make_unique<DesktopApp>(m_options, m_wheel);
    connect(&m_instance, &SingleInstance::raised, m_app.get(), &DesktopApp::heed);
    m_app->start();
}

/// Whoever clicked an icon sees no log.
void Launch::giveUp()
{
    const QString text = tr("Parlance is already running, but it does not respond. End that process, then try again.");
    qCCritical(logApp).noquote() << text;
    auto* box = new QMessageBox(QMessageBox::Critical, tr("Parlance"), text, QMessageBox::Close);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setObjectName(QStringLiteral("notAnswering"));
    connect(box, &QMessageBox::finished, qApp, [] { QCoreApplication::exit(1); });
    box->show();
}

} // namespace parlance::client
