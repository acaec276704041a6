#pragma once

#include "app/settings.h"

namespace parlance {

/// A setting's value as TOML writes it.
QString tomlValue(const Setting& setting, const Settings& settings);

/// A whole file: every key with what it is for, what it takes and its default; commented out where `settings` has the
/// default.
QString settingsFileText(const Settings& settings);

} // namespace parlance
