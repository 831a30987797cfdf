// What changed between two versions of an entry, as a person reads it. Pure.
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <vector>

#include "base/catalogue.h"
#include "schema/form.h"

namespace arasha::casework {

// The value of one field in the words of the reader; empty when nothing was said. Of a table of rows: each on a line.
std::string value_of(const google::protobuf::Message& message, const schema::FormField& field, const Catalogue& words);

struct Difference {
  std::string field;   // its name in the schema
  std::string label;   // translated
  std::string before;
  std::string after;
};
// Field by field, in the order of the form; fields that agree are left out. Both are of one type. Rows are compared column
// by column ("Risk 2, How likely"); one that came or went is told whole.
std::vector<Difference> differences(const google::protobuf::Message& before, const google::protobuf::Message& after, const Catalogue& words);

}  // namespace arasha::casework
