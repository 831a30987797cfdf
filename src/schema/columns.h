// The columns of an entry under the names of a standard: how a row of a foreign table becomes a message, and back.
// Pure; quoting, encodings and formulas in cells are the concern of who writes the file.
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace arasha::schema {

enum class Standard { htcds, ctdc };

// The names that the entry's fields have in the standard, in the order of the fields; those without a name are left out.
std::vector<std::string> columns_of(const google::protobuf::Descriptor& descriptor, Standard standard);

// The value in a column; several values are joined with `;`, as the toolkits of the standards do. `not_found` when the
// entry has no such column.
Result<std::string> get_column(const google::protobuf::Message& message, Standard standard, std::string_view column);

// Sets a column from text, checked as a form checks it (codes, dates, numbers, lengths); blanks around each value are
// dropped, an empty text clears the field. `not_found`, or what read_value answers; then the message is as it was.
Result<void> set_column(google::protobuf::Message& message, Standard standard, std::string_view column, std::string_view text);

}  // namespace arasha::schema
