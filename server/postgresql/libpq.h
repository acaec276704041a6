#pragma once

#include <QString>

#include <libpq-fe.h>

namespace parlance {

#define PARLANCE_LIBPQ(FUNCTION)                                                                                       \
    FUNCTION(PQbackendPID)                                                                                             \
    FUNCTION(PQclear)                                                                                                  \
    FUNCTION(PQcmdTuples)                                                                                              \
    FUNCTION(PQconnectdbParams)                                                                                        \
    FUNCTION(PQconninfoFree)                                                                                           \
    FUNCTION(PQconninfoParse)                                                                                          \
    FUNCTION(PQconsumeInput)                                                                                           \
    FUNCTION(PQenterPipelineMode)                                                                                      \
    FUNCTION(PQerrorMessage)                                                                                           \
    FUNCTION(PQfinish)                                                                                                 \
    FUNCTION(PQflush)                                                                                                  \
    FUNCTION(PQgetResult)                                                                                              \
    FUNCTION(PQgetisnull)                                                                                              \
    FUNCTION(PQgetlength)                                                                                              \
    FUNCTION(PQgetvalue)                                                                                               \
    FUNCTION(PQisBusy)                                                                                                 \
    FUNCTION(PQnfields)                                                                                                \
    FUNCTION(PQntuples)                                                                                                \
    FUNCTION(PQpipelineSync)                                                                                           \
    FUNCTION(PQresultErrorField)                                                                                       \
    FUNCTION(PQresultErrorMessage)                                                                                     \
    FUNCTION(PQresultStatus)                                                                                           \
    FUNCTION(PQsendPrepare)                                                                                            \
    FUNCTION(PQsendQueryPrepared)                                                                                      \
    FUNCTION(PQserverVersion)                                                                                          \
    FUNCTION(PQsetNoticeReceiver)                                                                                      \
    FUNCTION(PQsetnonblocking)                                                                                         \
    FUNCTION(PQsocket)                                                                                                 \
    FUNCTION(PQstatus)

/// The functions of libpq that the server calls. The library is loaded when it is first needed: if it were linked, it
/// and the 14 that it brings along would take 5 MB of every server, also of one that keeps its log in a file.
struct Libpq {
#define PARLANCE_MEMBER(name) decltype(&::name) name = nullptr; // NOLINT(bugprone-macro-parentheses): a declaration
    PARLANCE_LIBPQ(PARLANCE_MEMBER)
#undef PARLANCE_MEMBER
    QString problem; ///< why the library cannot be used, and what to do; empty if it can
};

/// Loaded at the first call. Any thread.
const Libpq& libpq();

} // namespace parlance
