// Between the tables of HSDS and our entries. Pure.
#pragma once

#include "arasha/directory.pb.h"
#include "base/catalogue.h"
#include "base/id.h"
#include "directory/hsds.h"

namespace arasha::directory {

// Something to be said about one row.
struct HsdsNote {
  std::string table;  // "services"
  std::size_t line = 0;
  Error error;
  std::string label = {};  // of the field that it is about; a msgid
};

// An organisation of a file from outside. `id` is a UUID in small letters, so are the ids of what is inside it.
template <class MessageType>
struct HsdsItem {
  std::string id;
  MessageType value;
};
struct HsdsOrganisation {
  std::string id;
  std::size_t line = 0;
  std::string name;  // to be shown, also where it is refused
  DirectoryOrganisation value;
  std::vector<HsdsItem<DirectoryPlace>> places;
  struct Service : HsdsItem<DirectoryService> {
    std::vector<std::string> places;  // ids
  };
  std::vector<Service> services;
  std::vector<HsdsItem<DirectoryContact>> contacts;
  std::vector<HsdsItem<DirectoryVacancy>> vacancies;
  std::vector<HsdsNote> mistakes;  // for which it is refused
  std::vector<HsdsNote> notes;     // what is left out or cut, and why
};
struct HsdsContent {
  std::vector<HsdsOrganisation> organisations;
  std::vector<HsdsNote> mistakes;  // rows that belong to none of them
};

// "services, line 12: Website: Left out, for its value does not fit."
std::string note_text(const Catalogue& words, const HsdsNote& note);

// `give_on`: what the person who brings the file says, yes or no (code of directory_give_on). `too_large` for too many.
Result<HsdsContent> read_organisations(const HsdsTables& tables, const std::string& give_on);

// What leaves: organisations that may be given on and are not closed, without secret places, without contacts that stay
// with us, without how to write to them safely, without who said how many places are free.
struct HsdsExport {
  HsdsTables tables;
  std::vector<FileId> files;          // that are in it
  std::vector<std::string> withheld;  // names: their secret address stands in another field too
};
class HsdsExporter {
 public:
  void add(FileId file, const DirectoryCard& card);
  HsdsExport take() { return std::move(out_); }

 private:
  HsdsExport out_;
};

// The id by which other directories know it: the one with which it came, else ours.
std::string hsds_id(const std::string& came_with, BytesView own);
// Another one that follows from it: the second telephone of a contact.
std::string hsds_id_below(const std::string& id, std::string_view what, std::size_t number);

}  // namespace arasha::directory
