// What the pages of this room share. Inside the room only.
#pragma once

#include "casework/case_view.h"
#include "casework/parts.h"
#include "handover/pages.h"
#include "handover/parts.h"

namespace arasha::handover {

using web::el;
using web::Html;
using web::no_page;
using web::Visit;

inline constexpr Duration kAtMost = std::chrono::seconds(4);  // of work within one request

struct Room {
  vault::Vault& vault;
  projection::Tables& tables;
  const referral::ThreadTable& threads;
  casework::Desk desk;
  std::function<void()> nudge;
  referral::Collect collect;
};
using RoomPtr = std::shared_ptr<const Room>;
using RoomPage = web::Response (*)(const Room&, const Visit&);
void on_get(web::Site& site, const RoomPtr& room, const char* pattern, RoomPage page);
void on_post(web::Site& site, const RoomPtr& room, const char* pattern, RoomPage page);

void add_begin_pages(web::Site& site, const RoomPtr& room);     // begin_pages.cpp
void add_handover_pages(web::Site& site, const RoomPtr& room);  // handover_pages.cpp
void add_step_pages(web::Site& site, const RoomPtr& room);      // step_pages.cpp
void add_protocol_pages(web::Site& site, const RoomPtr& room);  // protocol_pages.cpp

bool is_in_circle(const vault::Vault& vault, const Visit& visit);
// More than one case goes by the word of a steward.
bool is_steward(const vault::Vault& vault, const Visit& visit);

std::string address_of(FileId thread_file);
// The conversation of the address; recorded as a reading. `not_found` where it is no handover.
Result<referral::Thread> thread_in(const Room& room, const Visit& visit);
OrganizationId other_of(const referral::Thread& thread);

Html case_tag(const Catalogue& words, const std::string& state);
// "24 entries, 2 documents (3.1 MB)"
std::string counts_text(const Catalogue& words, std::uint32_t entries, std::uint32_t documents, std::uint64_t bytes);
std::uint32_t sum_of(const google::protobuf::RepeatedPtrField<TypeCount>& counts);
// Why a case did not go, in words; empty: none was given.
std::string reason_text(const Catalogue& words, const std::string& state, const std::string& reason);
Html things_table(const Catalogue& words, const google::protobuf::RepeatedPtrField<HandoverThing>& things);
// A small form with one button.
Html press(const Visit& visit, const std::string& action, const char* text, const Html& fields = {}, web::ButtonKind kind = web::ButtonKind::primary);

}  // namespace arasha::handover
