// What an entry says, and what changed between two versions of it, as a person reads it. Pure.
#pragma once

#include <google/protobuf/message.h>

#include <optional>
#include <string>
#include <vector>

#include "base/catalogue.h"
#include "schema/form.h"
#include "vault/story.h"
#include "web/html.h"

namespace arasha::web {

// Words of a room for values that cannot be read as they stand (a code that leads into a country pack, say); nothing: read
// as they stand. Null: a room that has none.
using InWords = std::optional<std::string> (*)(const google::protobuf::Message& message, const schema::FormField& field, const Catalogue& words);

// The value of one field in the words of the reader; empty when nothing was said. Of a table of rows: each on a line.
std::string value_of(const google::protobuf::Message& message, const schema::FormField& field, const Catalogue& words, InWords in_words = nullptr);

struct Difference {
  std::string field;   // its name in the schema
  std::string label;   // translated
  std::string before;
  std::string after;
};
// Field by field, in the order of the form; fields that agree are left out. Both are of one type. Rows are compared column
// by column ("Risk 2, How likely"); one that came or went is told whole.
std::vector<Difference> differences(const google::protobuf::Message& before, const google::protobuf::Message& after, const Catalogue& words,
                                    InWords in_words = nullptr);

// The fields of an entry that say something; those of `without` are left out.
Html values_of(const Catalogue& words, const google::protobuf::Message& message, InWords in_words = nullptr,
               const std::vector<std::string_view>& without = {});

std::string date_label(const Catalogue& words, const std::string& iso);
std::string label(const Catalogue& words, std::string_view vocabulary, const std::string& code);
std::string member_name(const vault::Directory& state, MemberId id);
// Who wrote it: a member, or "Name (Organisation)" of what was taken over from elsewhere.
std::string author_name(const vault::Directory& state, MemberId author, const vault::Origin* origin);
std::string author_name(const vault::Directory& state, const vault::Version& version);
std::string member_name(const vault::Directory& state, const std::string& id);
// The known kinds in the words of the reader, one of the organisation's own as it is called.
std::string circle_name(const Catalogue& words, const vault::Circle& circle);

}  // namespace arasha::web
