#pragma once

#include "net/httphead.h"
#include "net/httpresponse.h"

#include <functional>
#include <utility>
#include <vector>

namespace parlance {

/// What is answered at a path besides the files of the chat's page: made anew for each request.
using HttpPage = std::function<HttpResponse(const HttpHead&)>;
using HttpPages = std::vector<std::pair<QByteArray, HttpPage>>;

/// Nothing if there is no such page.
inline std::optional<HttpResponse> answerFrom(const HttpPages& pages, const HttpHead& request)
{
    for (const auto& [path, page] : pages) {
        if (request.path == path)
            return page(request);
    }
    return std::nullopt;
}

/// A line of text that nobody keeps.
inline HttpResponse plainAnswer(int status, const QByteArray& line)
{
    return {status, "text/plain; charset=utf-8", line + '\n', {{"Cache-Control", "no-store"}}};
}

} // namespace parlance
