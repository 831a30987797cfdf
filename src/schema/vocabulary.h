// The code lists of the field: codes are stored, labels are shown. Sources stand beside each list in
// vocabulary_lists.cpp. `country` (ISO 3166-1 alpha-2) and `language` (ISO 639) come from ICU.
// The lists of own forms (schema/own_form.h) answer by their names too.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/catalogue.h"

namespace arasha::schema {

struct Term {
  const char* code;
  const char* label;  // English; a msgid
};

struct Vocabulary {
  const char* name;
  std::vector<Term> terms;
};

struct Option {
  std::string code;
  std::string label;
};

const std::vector<Vocabulary>& vocabularies();  // without country and language
bool is_vocabulary(std::string_view name);
bool has_code(std::string_view vocabulary, std::string_view code);
// Whether a code of the list is offered to whoever has not chosen it before.
bool is_offered(std::string_view vocabulary, std::string_view code);
// What a person reads for a code; the code itself where it is not in the list (an older or newer program's).
std::string label_of(std::string_view vocabulary, std::string_view code, const Catalogue& catalogue);
// In the order of the list; countries and languages that come often first, then by name in that language.
std::vector<Option> options_of(std::string_view vocabulary, const Catalogue& catalogue);

}  // namespace arasha::schema
