#pragma once

#include "json/write.h"

#include <QByteArray>

#include <deque>
#include <vector>

namespace parlance::json {

/// The elements of an array that may take so many bytes. Each is encoded once, which is how its size becomes known, and
/// written as it is later.
class EncodedList {
  public:
    explicit EncodedList(qsizetype bytes)
        : m_bytesLeft(bytes)
    {}

    /// Adds elements from the first on until one does not fit. One always does, so that whoever reads page by
    /// page gets on. Returns how many fit.
    template <class T>
    size_t fill(const std::vector<T>& elements)
    {
        return fillAround(elements, 0).end;
    }

    /// Adds elements from the last one backwards until one does not fit. They keep their order.
    template <class T>
    void fillFromTheEnd(const std::vector<T>& elements)
    {
        fillAround(elements, elements.empty() ? 0 : elements.size() - 1);
    }

    /// Which elements are in the list: from `first` on, before `end`.
    struct Range {
        size_t first = 0;
        size_t end = 0;
    };

    /// Adds the element at `middle` and then its neighbours, in turn after and before it, until one does not fit. They
    /// keep their order.
    template <class T>
    Range fillAround(const std::vector<T>& elements, size_t middle)
    {
        Range range{middle, middle};
        while (range.first > 0 || range.end < elements.size()) {
            const bool isBehind =
                range.end < elements.size() && (range.first == 0 || range.end - middle <= middle - range.first);
            QByteArray encoded = encode(elements[isBehind ? range.end : range.first - 1]);
            if (!take(encoded))
                break;
            if (isBehind)
                ++range.end;
            else
                --range.first;
            m_elements.insert(isBehind ? m_elements.end() : m_elements.begin(), std::move(encoded));
        }
        return range;
    }

    void writeTo(Writer& writer) const
    {
        writer.beginArray();
        for (const QByteArray& element : m_elements)
            writer.raw(element);
        writer.endArray();
    }

  private:
    template <class T>
    static QByteArray encode(const T& element)
    {
        Writer writer;
        Writing<T>::write(writer, element);
        return writer.take();
    }

    /// Whether it fits, or is the first. It counts then, with a comma.
    bool take(const QByteArray& encoded)
    {
        if (encoded.size() + 1 > m_bytesLeft && !m_elements.empty())
            return false;
        m_bytesLeft -= encoded.size() + 1;
        return true;
    }

    qsizetype m_bytesLeft;
    std::deque<QByteArray> m_elements;
};

} // namespace parlance::json
