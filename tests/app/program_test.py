#!/usr/bin/env python3
"""The program as it is installed, from outside: killed, starved, damaged, searched byte by byte.

  program_test.py PATH_OF_ARASHA

Each test makes an organisation of its own in a temporary folder and stops what it started.
"""
import http.client
import os
import random
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.parse
from pathlib import Path

PASSPHRASE = 'seven words that nobody else would say'
FORM = 'application/x-www-form-urlencoded'
NOBODY = 65534


class Browser:
    """A browser without JavaScript: keeps cookies, sends what a form holds."""

    def __init__(self, port):
        self.port = port
        self.cookies = {}

    def ask(self, method, path, body=None):
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=60)
        headers = {'Cookie': '; '.join(f'{name}={value}' for name, value in self.cookies.items())}
        if body is not None:
            headers |= {'Content-Type': FORM, 'Sec-Fetch-Site': 'same-origin'}
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        for name, value in answer.getheaders():
            if name.lower() == 'set-cookie':
                key, _, content = value.split(';')[0].partition('=')
                self.cookies[key] = content
        return answer.status, text, answer.getheader('Location') or ''

    def get(self, path):
        return self.ask('GET', path)

    def post(self, path, fields):
        return self.ask('POST', path, urllib.parse.urlencode(fields, doseq=True))

    def csrf(self, path):
        status, text, _ = self.get(path)
        found = re.search(r'name="csrf" value="([^"]+)"', text)
        assert status == 200 and found, (path, status)
        return found.group(1)

    def sign_in(self):
        status, _, _ = self.post('/sign-in', {'name': 'Saule', 'password': PASSPHRASE, 'to': '/'})
        assert status == 303, status

    def first_contact(self, **more):
        fields = {'csrf': self.csrf('/contact'), 'contact-date': '2026-03-27', 'contact-sources': 'police', 'contact-danger': 'none'}
        status, text, where = self.post('/contact', fields | more)
        assert status == 303 and where.startswith('/case/'), (status, text)
        return where


class ProgramTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix='arasha-program-'))
        self.data = self.folder / 'data'
        self.password = self.folder / 'passphrase'
        self.password.write_text(PASSPHRASE + '\n')
        self.environment = {'ARASHA_KEY_DIR': str(self.folder / 'keys'), 'PATH': os.environ['PATH'], 'LC_ALL': 'C.UTF-8',
                            'TMPDIR': str(self.folder)}
        self.server = None
        made = self.run_arasha('init', '--data', self.data, '--organization', 'Centre', '--steward', 'Saule', '--password-file', self.password,
                               '--password-memory', '19')
        self.assertEqual(made.returncode, 0, made.stderr)

    def tearDown(self):
        self.stop()
        shutil.rmtree(self.folder)

    def run_arasha(self, *words, **options):
        return subprocess.run([ARASHA, *map(str, words)], env=self.environment, capture_output=True, text=True, timeout=300, **options)

    def serve(self, **options):
        with socket.socket() as probe:
            probe.bind(('127.0.0.1', 0))
            port = probe.getsockname()[1]
        self.server = subprocess.Popen([ARASHA, 'serve', '--data', str(self.data), '--listen', f'127.0.0.1:{port}'], env=self.environment,
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, **options)
        line = self.server.stdout.readline()  # it says where it listens once it does
        self.assertIn(str(port), line)
        browser = Browser(port)
        return browser

    def stop(self, how=signal.SIGTERM):
        if self.server:
            self.server.send_signal(how)
            self.server.wait(timeout=60)
            self.server.stdout.close()
            self.server = None

    def assert_verifies(self):
        checked = self.run_arasha('verify', '--data', self.data)
        self.assertEqual(checked.returncode, 0, checked.stderr)

    def assert_plain_refusal(self, ended, *words):
        """One sentence that names the thing, no second line, nothing internal."""
        self.assertNotEqual(ended.returncode, 0)
        self.assertRegex(ended.stderr, r'^arasha: [^\n]+\n$')
        for word in words:
            self.assertIn(word, ended.stderr)

    def notes_of(self, browser, case):
        _, text, _ = browser.get(case + '/print')
        return set(re.findall(r'note number \d+', text))

    def test_a_broken_pack_at_the_start(self):
        """The server starts, names the pack, the file and the line, and the norms of the program count."""
        for name, text in (('ours', 'about { id: "uz"\n colour: 1 }'), ('kz', 'about { id: "kz" version: 1 }')):
            folder = self.data / 'packs' / name
            folder.mkdir(parents=True)
            (folder / 'a.txtpb').write_text(text, encoding='utf-8')
        browser = self.serve()
        told = self.server.stdout.readline() + self.server.stdout.readline()
        self.assertIn('the country pack in kz is left out', told)
        self.assertIn('the country pack in ours is left out', told)
        self.assertIn('line 2', told)
        browser.sign_in()
        status, page, _ = browser.get('/settings/norms')
        self.assertEqual(status, 200)
        self.assertIn('value="kz"', page)
        self.assertNotIn('value="uz"', page)

    def test_killed_while_people_write(self):
        """Whatever was acknowledged before the kill is there after it, and every chain holds."""
        chance = random.Random(7)
        case = None
        acknowledged = set()
        for round_number in range(4):
            browser = self.serve()
            browser.sign_in()
            case = case or browser.first_contact()
            address = case.replace('/case/', '/file/') + '/add/Note'
            csrf = browser.csrf(address)
            written = threading.Event()
            wanted = chance.randint(3, 25)

            def write(name):
                own = Browser(browser.port)
                own.cookies = dict(browser.cookies)
                for number in range(1000):
                    text = f'note number {round_number}{name}{number:04}'
                    try:
                        status, _, _ = own.post(address, {'csrf': csrf, 'text': text})
                    except (OSError, http.client.HTTPException):
                        return
                    if status == 303:
                        acknowledged.add(text)
                        if len(acknowledged) >= wanted:
                            written.set()

            wanted += len(acknowledged)
            writers = [threading.Thread(target=write, args=(name,)) for name in (1, 2, 3)]
            for writer in writers:
                writer.start()
            self.assertTrue(written.wait(120))
            self.stop(signal.SIGKILL)
            for writer in writers:
                writer.join()
            self.assert_verifies()
        browser = self.serve()
        browser.sign_in()
        self.assertGreater(len(acknowledged), 10)
        self.assertEqual(acknowledged - self.notes_of(browser, case), set())

    def test_full_disk(self):
        """A full disk is said plainly; what was acknowledged stays; when there is space again, work goes on."""
        browser = self.serve()
        browser.sign_in()
        case = browser.first_contact()
        self.stop()
        room = (self.data / 'arasha.db').stat().st_size + 400_000
        browser = self.serve(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)))
        browser.sign_in()
        address = case.replace('/case/', '/file/') + '/add/Note'
        csrf = browser.csrf(address)
        acknowledged = set()
        refused = None
        for number in range(400):
            text = f'note number {number}'
            status, page, _ = browser.post(address, {'csrf': csrf, 'text': text + ' ' + 'x' * 3000})
            if status == 303:
                acknowledged.add(text)
            else:
                refused = (status, page)
                break
        self.assertTrue(acknowledged)
        self.assertIsNotNone(refused, 'the disk never filled')
        self.assertEqual(refused[0], 503)
        self.assertRegex(refused[1], 'disk|space')
        self.stop()
        self.assert_verifies()
        browser = self.serve()
        browser.sign_in()
        self.assertEqual(acknowledged - self.notes_of(browser, case), set())
        status, _, _ = browser.post(address, {'csrf': browser.csrf(address), 'text': 'there is space again'})
        self.assertEqual(status, 303)

    def test_second_server_on_the_same_data(self):
        self.serve()
        second = self.run_arasha('serve', '--data', self.data, '--listen', '127.0.0.1:0')
        self.assert_plain_refusal(second)

    def test_read_only_folder(self):
        options = {}
        if os.geteuid() == 0:
            # Root may write everywhere; somebody else may not.
            options = {'user': NOBODY, 'group': NOBODY}
            for path in (self.folder, *self.folder.rglob('*')):
                os.chown(path, NOBODY, NOBODY)
            try:
                subprocess.run([ARASHA, '--help'], capture_output=True, check=True, **options)
            except (OSError, subprocess.CalledProcessError):
                self.skipTest('the program lies where only root may run it')
        for path in self.data.rglob('*'):
            path.chmod(0o400)
        self.data.chmod(0o500)
        self.assert_plain_refusal(self.run_arasha('serve', '--data', self.data, '--listen', '127.0.0.1:0', **options), 'write')
        self.data.chmod(0o700)

    def test_damaged_database(self):
        browser = self.serve()
        browser.sign_in()
        browser.first_contact()
        self.stop()
        database = self.data / 'arasha.db'
        whole = database.read_bytes()
        page = 4096
        self.assertEqual(len(whole) % page, 0)
        found = 0
        for number in range(len(whole) // page):
            broken = bytearray(whole)
            # Rows stand at the end of a page; what is free lies in its middle.
            for at in range((number + 1) * page - 200, (number + 1) * page):
                broken[at] ^= 0x5A
            database.write_bytes(broken)
            checked = self.run_arasha('verify', '--data', self.data)
            if checked.returncode != 0:
                self.assert_plain_refusal(checked)
                found += 1
        self.assertGreater(found, len(whole) // page // 3)  # many tables are empty yet
        for broken in (whole[: len(whole) // 2], b'', b'not a database' * 1000, bytes(100) + whole[100:]):
            database.write_bytes(broken)
            self.assert_plain_refusal(self.run_arasha('verify', '--data', self.data))
            self.assert_plain_refusal(self.run_arasha('serve', '--data', self.data, '--listen', '127.0.0.1:0'))
        database.write_bytes(whole)
        self.assert_verifies()

    def test_no_typed_word_on_disk(self):
        """Names, notes, dates and numbers that were typed stand nowhere in the data folder, a backup or temporary files."""
        typed = {'identity-family_name': 'Zholdasbekov', 'identity-given_name': 'Ибрагимжан', 'safe-number': '+7 701 987 65 43',
                 'contact-summary': 'слышно поезд ночью', 'safe-never_do': 'never ring twice'}
        browser = self.serve()
        browser.sign_in()
        case = browser.first_contact(**typed)
        file = case.replace('/case/', '/file/')
        status, _, _ = browser.post(f'{file}/add/Note', {'csrf': browser.csrf(f'{file}/add/Note'), 'text': 'Кабинет двести семь, пароль ромашка'})
        self.assertEqual(status, 303)
        # A form that comes after the session's end is kept as a draft.
        late = browser.csrf(f'{file}/add/Note')
        for method, path in (('GET', '/exit'),):
            browser.cookies_before = dict(browser.cookies)
            browser.ask(method, path)
        needles = [*typed.values(), 'Кабинет двести семь', 'ромашка', '2026-03-27', 'Saule', 'Centre', PASSPHRASE, late]
        out = self.folder / 'backup'
        self.assertEqual(self.run_arasha('backup', '--data', self.data, '--out', out).returncode, 0)
        self.assert_nowhere(needles)
        self.stop(signal.SIGKILL)
        self.assert_nowhere(needles)

    def assert_nowhere(self, needles):
        spellings = {needle: (needle.encode(), needle.encode('utf-16-le'), needle.encode('utf-16-be'), needle.casefold().encode()) for needle in needles}
        files = [path for path in self.folder.rglob('*') if path.is_file() and path != self.password]
        self.assertGreater(len(files), 2)
        for path in files:
            content = path.read_bytes()
            for needle, forms in spellings.items():
                for form in forms:
                    self.assertNotIn(form, content, f'{needle} stands in {path}')


if __name__ == '__main__':
    ARASHA = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=2)
