// Forms as one file, to be read by people and moved to another server: docs/formats/own-forms.md. Pure.
#pragma once

#include "arasha/own.pb.h"
#include "schema/form.h"
#include "vault/directory.h"

namespace arasha::casework {

inline constexpr std::size_t kLongestFormFile = 900 * 1024;  // bytes; it must fit into a form that is posted

std::string write_form_file(const OwnFormSet& forms);
// `invalid_input` with the line, `too_large`, `damaged` for a file whose hash does not fit, `unsupported` for a newer one. The
// definitions are checked, and no two have one name.
Result<OwnFormSet> read_form_file(std::string_view bytes);

// What taking over a file would do to one form.
struct ImportStep {
  enum class Way { fresh, changed, same, refused };
  Way way = Way::fresh;
  std::uint32_t base = 0;             // the version that counts now
  OwnFormDefinition before;           // empty for a fresh one
  OwnFormDefinition form;
  std::vector<schema::FieldError> errors;  // of a refused one
};
// In the order of the file.
std::vector<ImportStep> plan_import(const OwnFormSet& forms, const vault::Directory& state);

}  // namespace arasha::casework
