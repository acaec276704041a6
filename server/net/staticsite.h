#pragma once

#include "net/httphead.h"
#include "net/httpresponse.h"

#include <QHash> // std::hash<QByteArray>

#include <optional>
#include <unordered_map>

namespace parlance {

/// The page and its assets, compiled in, each as it is and compressed. Built once, then read only. Modules and style
/// sheets have addresses of their own in each build, /js/BUILD/main.js, which index.html names and browsers keep for
/// good; those of another build do not exist.
class StaticSite {
  public:
    /// Everything under `root` (a Qt resource path); FILE.gz is the compressed form of FILE.
    explicit StaticSite(const QString& root);

    /// 200 or 304, or nothing if there is no such path. Paths are compared, not resolved: `..` and %-escapes lead
    /// nowhere. Links to rooms whose # some program wrote as %23 get 302 and the link that was meant.
    std::optional<HttpResponse> answer(const HttpHead& request) const;

  private:
    struct Asset {
        QByteArray type;
        QByteArray tag; ///< of the content, without quotes
        QByteArray plain;
        QByteArray gzip; ///< empty: there is none
    };

    std::unordered_map<QByteArray, Asset> m_assets;
};

} // namespace parlance
