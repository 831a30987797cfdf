// The frame of every page. What stands inside is made of web/components.h and web/fields.h.
#pragma once

#include "web/components.h"
#include "web/fields.h"

namespace arasha::web {

// A place in the bar at the top of every page.
struct Place {
  std::string address;
  const char* label;  // a msgid
  bool seldom = false;  // behind the word "More", where there are many places
};

struct Page {
  const Catalogue& words;
  std::string title;                       // translated
  std::string member;                      // signed in as; empty: nobody
  std::string csrf;
  std::string path;                        // to come back to after a change of language
  std::string back;                        // address of a back link; empty: none
  Html main;
  std::vector<Place> places = {};          // that this member may go to
  std::string notice = {};                 // what the step before did: shown once, above everything
  std::string query = {};                  // of the address, without '?': the choice of a language keeps it
  int idle_seconds = 0;                    // after which the session ends; 0: nobody is signed in
  bool wrong = false;                      // a form with mistakes: the title says so first
  // For somebody who has no account, on her own telephone or a borrowed one: nothing names this program or leads into it, and
  // another language is a parameter of the address, so that no cookie is set.
  bool outside = false;
  std::vector<Language> languages = {kLanguages.begin(), kLanguages.end()};  // to choose from; one: there is no choice
};
Html layout(const Page& page);

}  // namespace arasha::web
