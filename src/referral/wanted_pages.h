// What the page of a conversation shows of a request for a case, and what can be done there. Inside the room only.
#pragma once

#include "referral/room.h"
#include "referral/wanted.h"

namespace arasha::referral {

// What the partner is told, or what we were told: the same for the preview and for the page.
Html wanted_html(const Catalogue& words, const CaseWantedPacket& packet);
// Of a message of kCaseWanted.
Html wanted_content(const Catalogue& words, const Bytes& content);
const char* wanted_name(const Bytes& content);  // a msgid

// How it stands, in a sentence, with what it does not mean; nothing for other conversations.
Html wanted_standing(const Room& room, const Visit& visit, const Thread& thread);
Html wanted_steps(const Catalogue& words, const vault::Directory& state, const ThreadCard& card);
Html wanted_actions(const Room& room, const Visit& visit, const Thread& thread);

std::string partner_name(const vault::Directory& state, const std::string& id);  // thread_pages.cpp
Result<Thread> thread_in(const Room& room, const Visit& visit);                  // thread_pages.cpp
OrganizationId partner_of(const Thread& thread);                                 // thread_pages.cpp

}  // namespace arasha::referral
