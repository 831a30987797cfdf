// The lists of each part of the program, in their own files. Inside the room: others ask vocabularies().
#pragma once

#include "schema/vocabulary.h"

namespace arasha::schema {

std::vector<Vocabulary> general_lists();  // vocabulary_lists.cpp
std::vector<Vocabulary> case_wanted_lists();  // vocabulary_case_wanted.cpp
std::vector<Vocabulary> conference_lists();  // vocabulary_conference.cpp
std::vector<Vocabulary> handover_lists();  // vocabulary_handover.cpp
std::vector<Vocabulary> clue_lists();     // vocabulary_clues.cpp
std::vector<Vocabulary> comparison_lists();  // vocabulary_comparison.cpp
std::vector<Vocabulary> consent_lists();  // vocabulary_consent.cpp
std::vector<Vocabulary> exchange_lists();  // vocabulary_exchange.cpp
std::vector<Vocabulary> directory_lists();  // vocabulary_directory.cpp
std::vector<Vocabulary> cooperation_lists();  // vocabulary_cooperation.cpp
std::vector<Vocabulary> flag_lists();     // vocabulary_flags.cpp
std::vector<Vocabulary> document_lists();  // vocabulary_documents.cpp
std::vector<Vocabulary> intake_lists();   // vocabulary_intake.cpp
std::vector<Vocabulary> law_lists();      // vocabulary_law.cpp
std::vector<Vocabulary> own_lists();      // vocabulary_own.cpp
std::vector<Vocabulary> person_lists();   // vocabulary_person.cpp
std::vector<Vocabulary> plan_lists();     // vocabulary_plan.cpp
std::vector<Vocabulary> retention_lists();  // vocabulary_retention.cpp
std::vector<Vocabulary> returning_lists();  // vocabulary_returning.cpp
std::vector<Vocabulary> referral_lists();  // vocabulary_referral.cpp
std::vector<Vocabulary> letter_lists();   // vocabulary_letters.cpp
std::vector<Vocabulary> service_lists();  // vocabulary_services.cpp

}  // namespace arasha::schema
