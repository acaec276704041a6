#pragma once

#include "app/settings.h"
#include "ports/eventbus.h"
#include "ports/noderegister.h"
#include "ports/noticeboard.h"
#include "ports/store.h"

class QObject;

namespace parlance {

class DeadlineWheel;

// Where things are in the data folder.
QString logPath(const Settings& settings);
QString controlPath(const Settings& settings);

/// The key of the server's tokens, made at the first start: in the data folder, which is made, too, or in the database
/// that several nodes share. The error is one line.
Result<QByteArray> openKey(const Settings& settings);

/// The key of the bus between the servers that share the database, made by the first of them; empty where there are no
/// others. The error is one line.
Result<QByteArray> openBusKey(const Settings& settings);

/// The bus that the settings name. The wheel outlives it.
std::unique_ptr<EventBus> openBus(const Settings& settings, const QByteArray& key, DeadlineWheel& wheel);

struct OpenedStore {
    std::unique_ptr<Store> store;
    // Where other servers share it.
    NodeId node;                    ///< empty: they do not
    NoticeBoard* notices = nullptr; ///< part of the store, as is this
    NodeRegister* nodes = nullptr;
};

/// The store that the settings name, made or recovered. Its answers come through the event loop of `context`, which
/// outlives it. `lost`: see SqliteStore. The error is one line.
Result<OpenedStore> openStore(const Settings& settings, QObject* context, std::function<void(const QString& why)> lost);

} // namespace parlance
