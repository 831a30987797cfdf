// Names and codes of the HTCDS as people write them, and where we hold what they say. For htcds.cpp only.
#pragma once

#include <google/protobuf/descriptor.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arasha::statistics {

// A column and the field that holds it; some need more than a field and have none here.
struct HtcdsColumn {
  std::string name;
  const google::protobuf::FieldDescriptor* field = nullptr;
  std::string vocabulary;  // of the field
  bool written_only = false;  // an import could make no entry of it
};

const std::vector<HtcdsColumn>& htcds_column_list();
std::size_t htcds_column(std::string_view name);  // our own name; a Bug if it is not there
std::optional<std::size_t> find_htcds_column(std::string_view foreign_name);  // however it is written

// Letters and digits in lower case: what is left when people write a name in their own way.
std::string bare(std::string_view text);

// The code of a vocabulary that a text means; nullopt when there is none.
std::optional<std::string> find_code(std::string_view vocabulary, std::string_view text);
// The codes in a text that joins them by ; or by blanks or commas; nullopt when one of them is unknown.
std::optional<std::vector<std::string>> find_codes(std::string_view vocabulary, std::string_view text);

}  // namespace arasha::statistics
