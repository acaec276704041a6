#pragma once

#include "app/desktopapp.h"
#include "base/wheeltimer.h"
#include "desktop/singleinstance.h"

namespace parlance::client {

/// One start of the program. Only the first of a profile becomes the app; a later one hands over what is wanted of it
/// and ends, before it has read a setting or spoken to the desktop.
class Launch final : public QObject {
    Q_OBJECT

  public:
    explicit Launch(const DesktopApp::Options& options);
    ~Launch() override;

    /// What comes of it comes from the event loop: the app, or the end of the program.
    void start();

    /// Nothing until this start has proved to be the first.
    DesktopApp* app() { return m_app.get(); }

  private:
    void decided(const Result<SingleInstance::Outcome>& outcome);
    void become();
    void giveUp();

    DesktopApp::Options m_options;
    SystemClock m_clock;
    DeadlineWheel m_wheel{m_clock};
    WheelTimer m_timer{m_wheel};
    SingleInstance m_instance;
    std::unique_ptr<DesktopApp> m_app;
};

} // namespace parlance::client
