// What a paper is made of: the case as its maker may open it, and pieces of text that several papers share.
#pragma once

#include <map>

#include "arasha/letters.pb.h"
#include "casework/case_view.h"
#include "paper/document.h"

namespace arasha::casework {

// Who read the case on one day, and how often.
struct ReadingLine {
  Date day;
  MemberId member;
  vault::Action action = vault::Action::opened;
  int times = 1;
};

struct Material {
  const CaseView& view;
  const vault::Directory& state;
  std::string maker;   // shown name
  Time now;
  Date day;
  bool is_child = false;
  // For the own copy: the names of circles and members who may read a compartment; and the readings, newest first, where
  // the maker holds the auditors' key.
  std::map<std::uint8_t, std::vector<std::string>> readers = {};
  bool knows_readings = false;
  std::vector<ReadingLine> readings = {};
};

// In the language of the paper.
std::string paper_day(const Catalogue& words, const std::string& iso);  // its words are not parted at the end of a line
std::string person_name(const Identity& identity);
std::string person_of(const Catalogue& words, const Material& material);  // name and date of birth; empty: closed or not known

// The fields of an entry that say something, as the form names them; `only` (empty: all) in that order.
paper::Values values_on_paper(const Catalogue& words, const google::protobuf::Message& message, const std::vector<const char*>& only = {});

// What belongs to a group of fields, as blocks with a heading; none where nothing is recorded or it is closed to the maker.
// Free notes, third persons' telephone numbers, the address of the shelter are never in them.
std::vector<paper::Block> blocks_of_group(const Catalogue& words, const Material& material, std::string_view group);
// The same of a part that can be chosen.
std::vector<paper::Block> blocks_of_part(const Catalogue& words, const Material& material, std::string_view part);
std::vector<paper::Block> plan_blocks(const Catalogue& words, const Material& material);

}  // namespace arasha::casework
