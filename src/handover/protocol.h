// The protocol of a handover on paper, with places to sign by hand. Pure.
#pragma once

#include "handover/flow.h"
#include "paper/document.h"

namespace arasha::handover {

struct ProtocolPaper {
  const HandoverProtocol& protocol;
  std::string from, to;          // the organisations
  std::string signed_from, signed_to;  // who signed in the programs, and when; empty: nobody yet
  paper::Letterhead letterhead;
  Time now;
};
// In the language of the words; what people wrote stays as they wrote it.
paper::Document compose(const Catalogue& words, const ProtocolPaper& what);

}  // namespace arasha::handover
