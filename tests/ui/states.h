#pragma once

#include "ui/login/logindialog.h"
#include "ui/twoservers.h"
#include "ui/widgetdialogs.h"

/// Every state that the app's windows can be in, to be looked at: by people (shots_main.cpp) and by tests.
namespace parlance::test {

/// A window after a conversation, on which a state is made.
struct Stage : TwoServers {
    std::unique_ptr<LoginDialog> login;
    WidgetDialogs realDialogs;

    explicit Stage(bool talks);
    ~Stage();

    Workspace& here() const { return *window->current(); }
    Composer& composer() const { return here().pane().composer(); }
    TimelineView& view() const { return here().pane().view(); }

    void say(const std::unique_ptr<Person>& who, const char* text);
    void write(const char* text);
    void openLogin(const char* server);

    std::vector<std::unique_ptr<Person>> others;
};

struct State {
    QString name;
    bool talks = true; ///< the room is full of talk before
    std::function<void(Stage&)> make;
};

const std::vector<State>& states();

/// What of a state is on the screen: a window, or one with a dialog or a menu above it.
std::vector<QWidget*> shownWindows();

} // namespace parlance::test
