// The paper of a meeting: its agenda before, its protocol after. Pure.
#pragma once

#include "cooperation/rules.h"
#include "paper/document.h"

namespace arasha::cooperation {

struct Protocol {
  const Story& story;
  const Item& meeting;
  paper::Letterhead letterhead;
  Time now;
};
// In the language of the words; what people wrote stays as they wrote it.
paper::Document compose(const Catalogue& words, const Protocol& protocol);

}  // namespace arasha::cooperation
