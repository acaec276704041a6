#pragma once

namespace parlance {

/// Whether what is written to the descriptor goes straight into systemd's journal (JOURNAL_STREAM, systemd.exec(5)),
/// which notes the time itself and takes a line's priority from `<N>` at its beginning (sd-daemon(3)).
bool isJournal(int descriptor);

} // namespace parlance
