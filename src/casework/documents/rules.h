// Documents and papers that we keep: what an entry says, and what may not be written (docs/documents.md). Pure.
#pragma once

#include "arasha/documents.pb.h"
#include "casework/story.h"
#include "schema/form.h"

namespace arasha::casework {

// The four types of documents have the same fields.
struct DocumentFields {
  std::string kind;
  std::string title;
  std::string date;
  std::string note;
  std::string file_name;
  std::string format;
  std::string size;  // bytes, in digits
  std::string cleaned;
};
bool is_document(std::uint16_t type);
// Nothing where the item is no document, or cannot be read.
std::optional<DocumentFields> document_in(const Item& item);
// What the program says of the file itself.
void put_file(google::protobuf::Message& document, const DocumentFields& of_file);

enum class PaperState { kept, kept_unconfirmed, returned, returned_unconfirmed };
// `unconfirmed`: both signed on paper, and no second member has seen it.
PaperState state_of(const PaperKept& paper);
// Whether a second member may say now that the signatures on paper are there: never who wrote them down.
bool may_confirm(const PaperKept& paper, MemberId by);

// As check() of casework/rules.h; `story` still holds what is corrected.
void check_documents(const Story& story, const google::protobuf::Message& entry, const std::string& today, EntryId corrects, MemberId by,
                     std::vector<schema::FieldError>& errors);

}  // namespace arasha::casework
