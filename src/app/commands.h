// The commands of the program. Each answers what it did in sentences on standard output, or an Error.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

#include "base/catalogue.h"
#include "vault/vault.h"

namespace arasha::app {

// What the command line says to a person and in which language.
struct Terminal {
  std::ostream& out;       // what was asked for
  const Catalogue& words;
  std::ostream& error;     // what is to be said beside it: progress, notices
  bool is_screen = false;  // `error` is a terminal: progress may rewrite its line
};

struct InitArguments {
  std::filesystem::path data;
  std::string organization;
  std::string steward;
  std::filesystem::path password_file;
  int trustees = 1;
  int threshold = 1;
  std::uint32_t password_memory_mib = 256;
};
Result<void> init(Terminal& terminal, const InitArguments& arguments);

// With the id of an erased file also what is left of it, to be compared with its certificate; fails when anything of its content is
// there again.
Result<void> verify(Terminal& terminal, const std::filesystem::path& data, const std::string& erased = {});
Result<void> backup(Terminal& terminal, const std::filesystem::path& data, const std::filesystem::path& out);

// Shares come from files with one share a line.
Result<void> restore(Terminal& terminal, const std::filesystem::path& in, const std::filesystem::path& data,
                     const std::vector<std::filesystem::path>& share_files);

struct RecoverArguments {
  std::filesystem::path data;
  std::vector<std::filesystem::path> share_files;
  std::string name;                     // whose passphrase is replaced; empty with `server_key`
  std::filesystem::path password_file;  // the new passphrase
  bool server_key = false;              // rebuild the server key on this machine
};
Result<void> recover(Terminal& terminal, const RecoverArguments& arguments);

struct ServeArguments {
  std::filesystem::path data;
  std::string listen = "127.0.0.1:8470";
  bool behind_proxy = false;
  std::filesystem::path tls_cert;  // both or none; PEM
  std::filesystem::path tls_key;
  std::filesystem::path packs;     // country packs of one's own; empty: the folder packs in the data folder
};
// Serves until SIGINT or SIGTERM.
Result<void> serve(Terminal& terminal, const ServeArguments& arguments);

struct DemoArguments {
  std::filesystem::path data;
  int cases = 60;
  unsigned seed = 1;
};
// An example organisation with people of every kind; prints their sign-ins.
Result<void> demo(Terminal& terminal, const DemoArguments& arguments);

// Who acts: the commands that read or write content sign in as a member does in the browser.
struct Acting {
  std::filesystem::path data;
  std::string name;
  std::filesystem::path password_file;
};

struct ImportArguments {
  Acting acting;
  std::string format;  // ctdc, htcds
  std::filesystem::path file;
  bool dry_run = false;  // read and check everything, write nothing
  bool again = false;    // although the same records were imported before
};
// All or nothing.
Result<void> import(Terminal& terminal, const ImportArguments& arguments);

struct ExportArguments {
  Acting acting;
  std::string format;          // ctdc, htcds
  std::filesystem::path file;  // empty: standard output
  // For others: a code of consent_purpose and who receives it; both or none. Only what consent permits goes out, and each
  // case says so. None: for the own organisation.
  std::string purpose = {};
  std::string recipient = {};
};
// Recorded as a reading before anything is written.
Result<void> export_cases(Terminal& terminal, const ExportArguments& arguments);

struct FormsArguments {
  Acting acting;
  std::filesystem::path file;  // of export and answers: empty: standard output
  std::string name = {};       // of answers: the form
  bool dry_run = false;        // of import: say what would change, change nothing
  bool sensitive = false;      // of answers: also the columns by which a person can be found, and the special ones
};
// The organisation's own forms as one file; no data of any person.
Result<void> export_forms(Terminal& terminal, const FormsArguments& arguments);
// Says what changes, then puts the forms into use: all or none. A form that does not fit to the one of its name is refused.
Result<void> import_forms(Terminal& terminal, const FormsArguments& arguments);
// The answers to one form as a table, for the own organisation. Recorded as a reading before anything is written.
Result<void> form_answers(Terminal& terminal, const FormsArguments& arguments);

struct OnceArguments {
  Acting acting;
  std::filesystem::path file;  // a PDF, or plain text; of making one
  std::string title = {};
  std::string from = {};       // who sends it, said to whoever has the address; empty: nobody
  int days = 7;
  std::string look = {};       // the address of one that was made: say what became of it
  std::string withdraw = {};   // the same: take it back
};
// Seals a file for one reading by somebody outside, and prints the address and the words.
Result<void> once(Terminal& terminal, const OnceArguments& arguments);

struct CountArguments {
  Acting acting;
  std::vector<std::string> by;
  std::vector<std::string> where;  // FIELD=VALUE
  std::string format = "table";    // csv, json, table
  std::uint64_t suppress = 0;
};
Result<void> count(Terminal& terminal, const CountArguments& arguments);

struct SearchArguments {
  Acting acting;
  std::string text;
  std::size_t limit = 20;
  std::string format = "table";  // csv, json, table
};
Result<void> search(Terminal& terminal, const SearchArguments& arguments);

// Every problem of a country pack, by file and line; fails when there is one.
Result<void> check_pack(Terminal& terminal, const std::filesystem::path& folder);
// Its norms, with validity, source and whether they are verified. Fails on a pack with a problem.
Result<void> show_pack(Terminal& terminal, const std::filesystem::path& folder);

// The first line of a file, without its line end.
Result<std::string> read_password(const std::filesystem::path& file);

}  // namespace arasha::app
