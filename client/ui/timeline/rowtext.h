#pragma once

#include "models/timelineitem.h"

#include <QLocale>

/// The words of a row. All of them are plain text.
namespace parlance::client::rowtext {

QString day(qint64 at, qint64 now, const QLocale& locale);
QString time(qint64 at, const QLocale& locale);
QString fullTime(qint64 at, const QLocale& locale);

/// "edited 10:03  10:04"; empty if nothing is to be said.
QString stamp(const TimelineItem& item, const QLocale& locale);

/// What a notice says; empty where what happened has been undone.
QString notice(const Notice& notice);

/// "Sending…", that it waits for a connection, or why it was not sent. `remaining` in ms, of what waits.
QString fate(const Fate& fate, qint64 remaining);
QString again(const Fate& fate);
QString discard();
QString deleted();
QString newMessages();

/// Nothing but one to three emoji, which are shown large.
bool isJumbo(const TimelineItem& item);

} // namespace parlance::client::rowtext
