// What the pages of this room share. Inside the room only.
#pragma once

#include "casework/case_view.h"
#include "casework/parts.h"
#include "referral/pages.h"
#include "referral/thread_table.h"
#include "referral/threads.h"

namespace arasha::referral {

using web::el;
using web::no_page;
using web::Html;
using web::Visit;

// What a page works with; the handlers of the site keep it.
struct Room {
  vault::Vault& vault;
  projection::Tables& tables;
  ThreadTable& threads;
  casework::Desk desk;
  exchange::Handlers handlers;
  std::function<void()> nudge;  // something is to be delivered
  std::function<void(const vault::Keyring&)> after_collecting = {};
};
using RoomPtr = std::shared_ptr<const Room>;
using RoomPage = web::Response (*)(const Room&, const Visit&);
void on_get(web::Site& site, const RoomPtr& room, const char* pattern, RoomPage page);
void on_post(web::Site& site, const RoomPtr& room, const char* pattern, RoomPage page);

void add_attachment_pages(web::Site& site, const RoomPtr& room);  // attachment_pages.cpp
void add_list_pages(web::Site& site, const RoomPtr& room);    // list_pages.cpp
void add_thread_pages(web::Site& site, const RoomPtr& room);  // thread_pages.cpp
void add_place_pages(web::Site& site, const RoomPtr& room);   // place_pages.cpp
void add_refer_pages(web::Site& site, const RoomPtr& room);   // refer_pages.cpp
void add_network_pages(web::Site& site, const RoomPtr& room);  // network_pages.cpp
void add_outside_pages(web::Site& site, const RoomPtr& room);  // outside_pages.cpp
void add_danger_pages(web::Site& site, const RoomPtr& room);  // danger_pages.cpp
void add_hand_pages(web::Site& site, const RoomPtr& room);    // hand_pages.cpp
void add_wanted_ask_pages(web::Site& site, const RoomPtr& room);  // wanted_ask_pages.cpp
void add_wanted_pages(web::Site& site, const RoomPtr& room);  // wanted_pages.cpp
void add_conference_plan_pages(web::Site& site, const RoomPtr& room);    // conference_plan_pages.cpp
void add_conference_invite_pages(web::Site& site, const RoomPtr& room);  // conference_invite_pages.cpp
void add_conference_after_pages(web::Site& site, const RoomPtr& room);   // conference_after_pages.cpp
void add_conference_thread_pages(web::Site& site, const RoomPtr& room);  // conference_thread_pages.cpp

Date today(const Room& room);
// Whether she works with other organisations; everybody else gets the answer of an address that names nothing.
bool may_refer(const Room& room, const Visit& visit);

// Partners whose keys count, by name.
std::vector<const vault::Partner*> partners_of(const vault::Directory& state);
Html state_tag(const Catalogue& words, std::string_view state);
std::string needs_text(const Catalogue& words, const google::protobuf::RepeatedPtrField<std::string>& needs);
std::string what_text(const Catalogue& words, const ThreadCard& card);  // what is needed, or asked for
std::string thread_address(FileId file);
// Its draft is not needed any more, what was sent is delivered, and the conversation says how it goes.
web::Response after_sending(const Room& room, const Visit& visit, FileId thread_file, const Sent& sent);

// What waits is opened and kept; a line for the page where something could not be.
Html collect_now(const Room& room, const Visit& visit);

// A form of an entry type with its labels for the summary of mistakes.
struct EntryForm {
  const google::protobuf::Descriptor* descriptor = nullptr;
  const schema::FormData& typed;
  const web::FieldErrors& errors;
};
Html form_head(const Catalogue& words, const EntryForm& form, web::Page& page);
Html form_fields(const Catalogue& words, const EntryForm& form);

}  // namespace arasha::referral
