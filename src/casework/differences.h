// What an entry says and what changed in it (web/values.h), with the words of screenings and services. Pure.
#pragma once

#include "web/values.h"

namespace arasha::casework {

std::string value_of(const google::protobuf::Message& message, const schema::FormField& field, const Catalogue& words);

using web::Difference;
std::vector<Difference> differences(const google::protobuf::Message& before, const google::protobuf::Message& after, const Catalogue& words);

}  // namespace arasha::casework
