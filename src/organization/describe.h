// Members, circles, compartments and readings in the words of the page's language.
#pragma once

#include <string>
#include <vector>

#include "vault/vault.h"
#include "web/components.h"
#include "web/values.h"

namespace arasha::organization {

using web::circle_name;

// What a circle is for, in one sentence; empty for one that the organisation made itself.
std::string_view circle_purpose(const Catalogue& words, const vault::Circle& circle);

// The compartments that a policy can give to circles, in their order.
const std::vector<vault::Compartment>& compartments();
std::string_view compartment_name(const Catalogue& words, vault::Compartment compartment);
std::string_view compartment_content(const Catalogue& words, vault::Compartment compartment);

std::string_view action_name(const Catalogue& words, vault::Action action);
using vault::kLastAction;
// The word of an action in addresses, and back.
std::string_view action_code(vault::Action action);
std::optional<vault::Action> action_from_code(std::string_view code);

web::Html status_tag(const Catalogue& words, const vault::Directory& state, const vault::Member& member);

std::vector<CircleId> circles_of(const vault::Directory& state, MemberId member);
// The compartments of new files that the policy opens to this member.
std::vector<vault::Compartment> opened_to(const vault::Directory& state, MemberId member);
std::string member_name(const vault::Directory& state, MemberId member);
std::string circle_name(const Catalogue& words, const vault::Directory& state, CircleId circle);

std::string joined(const std::vector<std::string>& parts);
std::string circle_names(const Catalogue& words, const vault::Directory& state, std::vector<CircleId> circles);
std::string compartment_names(const Catalogue& words, const std::vector<vault::Compartment>& compartments);

}  // namespace arasha::organization
