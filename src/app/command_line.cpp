#include "app/command_line.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>

#include "app/commands.h"

namespace arasha::app {
namespace {

Language language_of_terminal() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    return language_from_code(std::string_view(value).substr(0, 2)).value_or(Language::en);
  }
  return Language::en;
}

// Ties the words of the command line to the commands; `chosen` is the one to run.
struct Parser {
  CLI::App app{"Arasha: the working system of people who help victims of human trafficking"};
  std::function<Result<void>(Terminal&)> chosen;
  InitArguments init_arguments;
  RecoverArguments recover_arguments;
  ServeArguments serve_arguments;
  DemoArguments demo_arguments;
  ImportArguments import_arguments;
  ExportArguments export_arguments;
  FormsArguments forms_arguments;
  OnceArguments once_arguments;
  CountArguments count_arguments;
  SearchArguments search_arguments;
  std::filesystem::path data;
  std::filesystem::path file;
  std::vector<std::filesystem::path> shares;
  std::string erased;

  Parser() {
    app.name("arasha");
    app.require_subcommand(1);
    add_init();
    add_serve();
    add_demo();
    add_import_and_export();
    add_forms();
    add_once();
    add_count_and_search();
    add_verify_and_backup();
    add_recover();
    add_pack();
  }

  void add_init() {
    CLI::App* init_command = app.add_subcommand("init", "Make a new organisation");
    InitArguments& a = init_arguments;
    init_command->add_option("--data", a.data, "The data folder to make")->required();
    init_command->add_option("--organization", a.organization, "The name of the organisation")->required();
    init_command->add_option("--steward", a.steward, "The name that the first steward signs in with")->required();
    init_command->add_option("--password-file", a.password_file, "A file whose first line is her passphrase")->required();
    init_command->add_option("--trustees", a.trustees, "How many people hold a share of the recovery key");
    init_command->add_option("--threshold", a.threshold, "How many of them must come together");
    init_command->add_option("--password-memory", a.password_memory_mib, "Memory for checking a passphrase, in MiB");
    init_command->callback([this] { chosen = [this](Terminal& t) { return init(t, init_arguments); }; });
  }

  void add_serve() {
    CLI::App* command = app.add_subcommand("serve", "Start the server");
    ServeArguments& a = serve_arguments;
    command->add_option("--data", a.data, "The data folder")->required();
    command->add_option("--listen", a.listen, "Address and port, 127.0.0.1:8470 by default");
    auto* proxy = command->add_flag("--behind-proxy", a.behind_proxy, "A proxy in front speaks TLS");
    auto* certificate = command->add_option("--tls-cert", a.tls_cert, "The certificate and its chain, in PEM form");
    auto* key = command->add_option("--tls-key", a.tls_key, "The key of the certificate, in PEM form");
    command->add_option("--packs", a.packs, "A folder with country packs of your own, one folder each; packs in the data folder by default");
    certificate->needs(key)->excludes(proxy);
    key->needs(certificate);
    command->callback([this] { chosen = [this](Terminal& t) { return serve(t, serve_arguments); }; });
  }

  void add_demo() {
    CLI::App* command = app.add_subcommand("demo", "Make an example organisation");
    DemoArguments& a = demo_arguments;
    command->add_option("--data", a.data, "The data folder to make")->required();
    command->add_option("--cases", a.cases, "How many cases")->check(CLI::Range(0, 100000));
    command->add_option("--seed", a.seed, "The same seed makes the same cases");
    command->callback([this] { chosen = [this](Terminal& t) { return demo(t, demo_arguments); }; });
  }

  static void add_acting(CLI::App* command, Acting& acting) {
    command->add_option("--data", acting.data, "The data folder")->required();
    command->add_option("--as", acting.name, "The name of the member who acts")->required();
    command->add_option("--password-file", acting.password_file, "A file whose first line is the passphrase")->required();
  }

  void add_import_and_export() {
    CLI::App* import_command = app.add_subcommand("import", "Read cases from a table, all or nothing");
    ImportArguments& in = import_arguments;
    add_acting(import_command, in.acting);
    import_command->add_option("--format", in.format, "ctdc or htcds")->required()->check(CLI::IsMember({"ctdc", "htcds"}));
    import_command->add_option("FILE", in.file, "The table, as CSV")->required();
    import_command->add_flag("--dry-run", in.dry_run, "Check everything and say what would happen");
    import_command->add_flag("--again", in.again, "Import although the same records were imported before");
    import_command->callback([this] { chosen = [this](Terminal& t) { return import(t, import_arguments); }; });

    CLI::App* export_command = app.add_subcommand("export", "Write the cases that the member may open as a table");
    ExportArguments& out = export_arguments;
    add_acting(export_command, out.acting);
    export_command->add_option("--format", out.format, "ctdc or htcds")->required()->check(CLI::IsMember({"ctdc", "htcds"}));
    export_command->add_option("--out", out.file, "The file to write; standard output without it");
    auto* purpose = export_command->add_option("--purpose", out.purpose, "For others: what it is for, as in the consents (referral, police, iom_unhcr ...)");
    auto* recipient = export_command->add_option("--recipient", out.recipient, "For others: who receives it, as in the consents");
    purpose->needs(recipient);
    recipient->needs(purpose);
    export_command->callback([this] { chosen = [this](Terminal& t) { return export_cases(t, export_arguments); }; });
  }

  void add_forms() {
    CLI::App* forms = app.add_subcommand("forms", "The forms that the organisation made itself");
    forms->require_subcommand(1);
    FormsArguments& a = forms_arguments;
    CLI::App* out = forms->add_subcommand("export", "Write all forms into one file");
    add_acting(out, a.acting);
    out->add_option("FILE", a.file, "The file to write")->required();
    out->callback([this] { chosen = [this](Terminal& t) { return export_forms(t, forms_arguments); }; });

    CLI::App* in = forms->add_subcommand("import", "Take over a file of forms, all or none");
    add_acting(in, a.acting);
    in->add_option("FILE", a.file, "The file")->required();
    in->add_flag("--dry-run", a.dry_run, "Say what would change");
    in->callback([this] { chosen = [this](Terminal& t) { return import_forms(t, forms_arguments); }; });

    CLI::App* answers = forms->add_subcommand("answers", "Write the answers to a form as a table, for the own organisation");
    add_acting(answers, a.acting);
    answers->add_option("NAME", a.name, "The short name of the form")->required();
    answers->add_option("--out", a.file, "The file to write; standard output without it");
    answers->add_flag("--sensitive", a.sensitive, "Also the columns by which a person can be found, and those on health, sexual life or crime");
    answers->callback([this] { chosen = [this](Terminal& t) { return form_answers(t, forms_arguments); }; });
  }

  void add_once() {
    CLI::App* command = app.add_subcommand("once", "Seal a file for one reading by somebody outside");
    OnceArguments& a = once_arguments;
    add_acting(command, a.acting);
    auto* given = command->add_option("FILE", a.file, "A PDF, or plain text");
    command->add_option("--title", a.title, "The title of a text");
    command->add_option("--from", a.from, "Who sends it: whoever has the address sees this");
    command->add_option("--days", a.days, "How long it waits, 7 days by default")->check(CLI::Range(1, 30));
    auto* look = command->add_option("--look", a.look, "What became of one, by its address");
    auto* withdraw = command->add_option("--withdraw", a.withdraw, "Take one back, by its address");
    look->excludes(given)->excludes(withdraw);
    withdraw->excludes(given);
    command->callback([this] {
      const OnceArguments& o = once_arguments;
      if (o.file.empty() && o.look.empty() && o.withdraw.empty()) throw CLI::RequiredError("FILE, --look or --withdraw");
      chosen = [this](Terminal& t) { return once(t, once_arguments); };
    });
  }

  void add_count_and_search() {
    const auto formats = CLI::IsMember({"csv", "json", "table"});
    CLI::App* count_command = app.add_subcommand("count", "Count the cases whose facts the member may read");
    CountArguments& c = count_arguments;
    add_acting(count_command, c.acting);
    count_command->add_option("--by", c.by, "Columns of the CTDC table, joined by commas")->required()->delimiter(',');
    count_command->add_option("--where", c.where, "FIELD=VALUE; of several on one field, any")->allow_extra_args(false);
    count_command->add_option("--format", c.format, "csv, json or table")->check(formats);
    count_command->add_option("--suppress", c.suppress, "Hide numbers below this")->check(CLI::Range(0, 1'000'000));
    count_command->callback([this] { chosen = [this](Terminal& t) { return count(t, count_arguments); }; });

    CLI::App* search_command = app.add_subcommand("search", "Find people by name, in any alphabet");
    SearchArguments& s = search_arguments;
    add_acting(search_command, s.acting);
    search_command->add_option("TEXT", s.text, "A name, or what is remembered of it")->required();
    search_command->add_option("--limit", s.limit, "How many people at most")->check(CLI::Range(1, 1000));
    search_command->add_option("--format", s.format, "csv, json or table")->check(formats);
    search_command->callback([this] { chosen = [this](Terminal& t) { return search(t, search_arguments); }; });
  }

  void add_verify_and_backup() {
    CLI::App* verify_command = app.add_subcommand("verify", "Check every chain and signature");
    verify_command->add_option("--data", data, "The data folder")->required();
    verify_command->add_option("--erased", erased, "Also what is left of this erased file, by the id on its certificate");
    verify_command->callback([this] { chosen = [this](Terminal& t) { return verify(t, data, erased); }; });

    CLI::App* backup_command = app.add_subcommand("backup", "Write one encrypted file, while the server runs");
    backup_command->add_option("--data", data, "The data folder")->required();
    backup_command->add_option("--out", file, "The file to write")->required();
    backup_command->callback([this] { chosen = [this](Terminal& t) { return backup(t, data, file); }; });

    CLI::App* restore_command = app.add_subcommand("restore", "Bring a backup back and check it");
    restore_command->add_option("--in", file, "The backup")->required();
    restore_command->add_option("--data", data, "The data folder to make")->required();
    restore_command->add_option("--share-file", shares, "Shares of the recovery key, on a machine without the server key");
    restore_command->callback([this] { chosen = [this](Terminal& t) { return restore(t, file, data, shares); }; });
  }

  void add_pack() {
    CLI::App* command = app.add_subcommand("pack", "Country packs: what law and practice of a country fix");
    command->require_subcommand(1);
    CLI::App* check_command = command->add_subcommand("check", "Say everything that is wrong with a pack");
    check_command->add_option("DIR", file, "The folder of the pack")->required();
    check_command->callback([this] { chosen = [this](Terminal& t) { return check_pack(t, file); }; });
    CLI::App* show_command = command->add_subcommand("show", "List its norms, and which of them nobody has verified");
    show_command->add_option("DIR", file, "The folder of the pack")->required();
    show_command->callback([this] { chosen = [this](Terminal& t) { return show_pack(t, file); }; });
  }

  void add_recover() {
    CLI::App* command = app.add_subcommand("recover", "The trustees' ceremony");
    RecoverArguments& a = recover_arguments;
    command->add_option("--data", a.data, "The data folder")->required();
    command->add_option("--share-file", a.share_files, "Files with the trustees' shares, one a line")->required();
    auto* name = command->add_option("--name", a.name, "Whose passphrase is replaced");
    auto* password = command->add_option("--password-file", a.password_file, "A file whose first line is the new passphrase");
    auto* key = command->add_flag("--server-key", a.server_key, "Rebuild the server key on this machine");
    name->needs(password)->excludes(key);
    command->callback([this] {
      if (!recover_arguments.server_key && recover_arguments.name.empty()) throw CLI::RequiredError("--name or --server-key");
      chosen = [this](Terminal& t) { return recover(t, recover_arguments); };
    });
  }
};

}  // namespace

int run(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& error) {
  Parser parser;
  const Catalogue& words = Catalogue::of(language_of_terminal());
  try {
    // CLI11 takes the words last first.
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    parser.app.parse(std::move(reversed));
  } catch (const CLI::ParseError& e) {
    return parser.app.exit(e, out, error) == 0 ? 0 : 2;
  }
  Terminal terminal{out, words, error, &error == &std::cerr && ::isatty(STDERR_FILENO) == 1};
  auto done = parser.chosen(terminal);
  out.flush();
  if (done && !out) done = Error(ErrorCode::unavailable, "The output cannot be written to its end. Is the disk full?");
  if (done) return 0;
  error << "arasha: " << words.error(done.error());
  if (!done.error().detail.empty()) error << " [" << done.error().detail << "]";
  error << '\n';
  return 1;
}

}  // namespace arasha::app
