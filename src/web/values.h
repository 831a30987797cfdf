// An entry as a person reads it: the words of its fields, by reflection.
#pragma once

#include <google/protobuf/message.h>

#include "base/catalogue.h"
#include "schema/form.h"
#include "web/html.h"

namespace arasha::web {

// The value of one field in the words of the reader; empty when nothing was said. Of a table of rows: each on a line.
std::string value_text(const google::protobuf::Message& message, const schema::FormField& field, const Catalogue& words);
// "Debt is demanded; How likely: Possible": the first answer names the row and needs no label. Rows in it stand below.
std::string row_text(const google::protobuf::Message& row, const schema::FormField& table, const Catalogue& words, const std::string& indent = {});

// The fields that say something, as a list; those of `without` are left out.
Html values_html(const Catalogue& words, const google::protobuf::Message& message, const std::vector<std::string_view>& without = {});

std::string date_label(const Catalogue& words, const std::string& iso);  // as it stands where it is no date
std::string code_label(const Catalogue& words, std::string_view vocabulary, const std::string& code);

}  // namespace arasha::web
