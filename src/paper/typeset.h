// A document becomes PDF: A4, our own fonts embedded, numbered pages, tables that break with their head repeated, no
// heading alone at the foot of a page and no line alone on one.
#pragma once

#include "paper/document.h"

namespace arasha::paper {

inline constexpr int kMostPages = 1000;

struct Typeset {
  std::string pdf;
  int pages = 0;
};

// Thread-safe. The same document gives the same bytes. The file says nothing about who made it or where: no title, no
// author; beside the moment `made`, only the library's name. Fails with `too_large` over kMostPages, `unavailable` without
// memory or fonts.
Result<Typeset> typeset(const Document& document);

}  // namespace arasha::paper
