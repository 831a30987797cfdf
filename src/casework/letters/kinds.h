// The papers that are made of a case (docs/paper.md): what each asks for, and what forbids it. Pure.
#pragma once

#include <string_view>
#include <vector>

#include "arasha/letters.pb.h"
#include "casework/consent/outflow.h"
#include "casework/story.h"
#include "schema/form.h"

namespace arasha::casework {

struct PaperKind {
  const char* code;                  // of the vocabulary paper_kind
  const char* title;                 // a msgid
  const char* about;                 // a msgid: for whom it is, and what stands in it
  std::vector<const char*> fields;   // of PaperMade, that its form asks for
  std::vector<const char*> parts = {};   // of the vocabulary paper_part, that can be chosen
  std::vector<const char*> chosen = {};  // of these, where nothing was chosen yet
};
const std::vector<PaperKind>& paper_kinds();
const PaperKind* paper_kind(std::string_view code);  // null: there is no such paper

// What would go to somebody outside; nothing where the paper stays with the person or in the house, or names nobody.
std::optional<Outflow> outflow_of(const PaperMade& paper);

// Why such a paper cannot be made in this case at all, a msgid; null: it can.
const char* why_blocked(const Story& story, std::string_view kind);

// Adds what is missing or forbidden, by field. Consent is not asked here.
void check_paper(const Story& story, const google::protobuf::Message& entry, Date today, std::vector<schema::FieldError>& errors);

// Papers whose head does not tell what the organisation does, unless somebody chose that.
bool is_neutral(const PaperMade& paper);

// The groups that can stand on paper: all but photographs.
bool fits_on_paper(std::string_view group);

}  // namespace arasha::casework
