#!/usr/bin/env python3
"""Who is outside the circles sees no case through any address.

The real program with all its rooms and example data; every address that the source registers is asked, with real ids, by the
administrator and by somebody whose eight words nobody has compared. No answer may hold anything that the steward reads in the
cases. The same walk by the steward, who is in every circle, finds it: so the walk can fail.

  walls_test.py PROGRAM SOURCE_ROOT
"""
import html
import http.client
import os
import re
import subprocess
import sys
import tempfile
import urllib.parse
from pathlib import Path

EXAMPLE = 'example passphrase for everybody'
HERS = 'a passphrase of the new one'
REGISTERED = re.compile(r'(get|post)\([^"\n;]*"(/[^"]*)"')
# End the session, hand out files of ours, or want a name and a secret.
LEFT_OUT = ('/sign-out', '/exit', '/assets', '/sign-in', '/activate')


class Browser:
    def __init__(self, port):
        self.port, self.cookies, self.csrf = port, {}, ''

    def ask(self, method, path, form=None):
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=30)
        headers = {'Cookie': '; '.join(f'{k}={v}' for k, v in self.cookies.items()), 'Sec-Fetch-Site': 'same-origin', 'Accept-Language': 'en'}
        body = None
        if method == 'POST':
            body = urllib.parse.urlencode(form)
            headers['Content-Type'] = 'application/x-www-form-urlencoded'
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = html.unescape(answer.read().decode('utf-8', 'replace'))
        for name, value in answer.getheaders():
            if name.lower() == 'set-cookie':
                key, _, rest = value.partition('=')
                self.cookies[key] = rest.split(';')[0]
        token = re.search(r'name="csrf" value="([^"]+)"', text)
        if token:
            self.csrf = token.group(1)
        return answer.status, text

    def get(self, path):
        return self.ask('GET', path)

    def post(self, path, **form):
        return self.ask('POST', path, {'csrf': self.csrf, **form})

    def sign_in(self, name, passphrase=EXAMPLE):
        status, text = self.ask('POST', '/sign-in', {'name': name, 'password': passphrase})
        assert status == 303, (name, status, text[:300])
        assert self.get('/account')[0] == 200
        return self


def registered(root):
    found = set()
    for file in (root / 'src').rglob('*.cpp'):
        for method, pattern in REGISTERED.findall(file.read_text(encoding='utf-8')):
            if not pattern.startswith(LEFT_OUT):
                found.add((pattern, method.upper()))
    return sorted(found)


def plain(text):
    return re.sub(r'<[^>]+>', '', text).strip()


def what_the_steward_reads(steward):
    """Ids to ask with, and texts that stand in cases and nowhere else."""
    ids, texts = {'case': [], 'person': [], 'entry': []}, set()
    ids['case'] = sorted(set(re.findall(r'/case/([0-9a-z]{26})', steward.get('/')[1] + steward.get('/cases')[1])))[:3]
    for case in ids['case']:
        _, page = steward.get('/case/' + case)
        texts.add(plain(re.search(r'<h1[^>]*>(.*?)</h1>', page, re.S).group(1)))  # the alias
        texts.update(plain(value)[:60] for value in re.findall(r'<dd[^>]*>(.*?)</dd>', page, re.S) if len(plain(value)) >= 30)
        ids['person'] += re.findall(r'/(?:file|person)/([0-9a-z]{26})', page)
        ids['entry'] += re.findall(r'/correct/([0-9a-z]{26})', page)
    ids['member'] = re.findall(r'/members/([0-9a-z]{26})', steward.get('/members')[1])
    ids['circle'] = re.findall(r'/circles/([0-9a-z]{26})', steward.get('/circles')[1])
    assert all(ids.values()) and len(texts) > 5, (ids, texts)
    return ids, texts


def addresses(pattern, ids):
    out = set()
    for file in (ids['case'][0], ids['person'][0]):
        values = {'member': ids['member'][0], 'circle': ids['circle'][0], 'entry': ids['entry'][0], 'compartment': '3', 'type': 'Note', 'code': 'en'}
        out.add(re.sub(r'\{(\w+)\}', lambda found: values.get(found.group(1), file), pattern))
    return sorted(out)


def walk(browser, patterns, ids, texts, only_look=False):
    """(how many were asked, addresses whose answer holds something of a case, addresses that broke)"""
    asked, seen, broken = 0, [], []
    for pattern, method in patterns:
        if only_look and method == 'POST':
            continue
        for path in addresses(pattern, ids):
            status, text = browser.get(path + '?q=%D0%B0') if method == 'GET' else browser.post(path, text='x', reason='x', q='а')
            asked += 1
            if status >= 500:
                broken.append(f'{method} {path}: {status}')
            if any(one in text for one in texts):
                seen.append(f'{method} {path}')
    if browser.get('/account')[0] != 200:
        broken.append('the session did not last')
    return asked, seen, broken


def main():
    program, root = sys.argv[1], Path(sys.argv[2])
    with tempfile.TemporaryDirectory(prefix='arasha-walls-') as folder:
        environment = {**os.environ, 'ARASHA_KEY_DIR': folder + '/keys', 'LC_ALL': 'C'}
        data = folder + '/data'
        told = subprocess.run([program, 'demo', '--data', data, '--cases', '6', '--seed', '1'], env=environment, check=True, capture_output=True, text=True).stdout
        steward_name = re.search(r'^\s+(\S+) – .*every circle', told, re.M).group(1)
        administrator = re.search(r'^\s+(\S+) – .*no circle', told, re.M).group(1)
        server = subprocess.Popen([program, 'serve', '--data', data, '--listen', '127.0.0.1:0'], env=environment, stdout=subprocess.PIPE, text=True)
        try:
            port = int(re.search(r'127\.0\.0\.1:(\d+)', server.stdout.readline()).group(1))
            return check(port, registered(root), steward_name, administrator)
        finally:
            server.terminate()
            server.wait(30)


def check(port, patterns, steward_name, administrator):
    steward = Browser(port).sign_in(steward_name)
    ids, texts = what_the_steward_reads(steward)
    steward.get('/members/new')
    code = re.search(r'[0-9a-z]{4}(-[0-9a-z]{4}){5}', steward.post('/members/new', name='Newcomer')[1]).group(0)
    newcomer = Browser(port)
    newcomer.get('/activate')
    assert newcomer.post('/activate', name='Newcomer', code=code, fresh=HERS, again=HERS)[0] == 303
    failed = False
    for who, browser in (('the administrator', Browser(port).sign_in(administrator)), ('the unverified member', newcomer)):
        asked, seen, broken = walk(browser, patterns, ids, texts)
        print(f'{who}: {asked} requests, {len(seen)} answers with something of a case')
        for problem in seen + broken:
            print('  ' + problem)
        failed = failed or bool(seen or broken) or asked < 40
    asked, seen, _ = walk(steward, patterns, ids, texts, only_look=True)
    print(f'the steward, for comparison: {asked} requests, {len(seen)} answers with something of a case')
    return 1 if failed or len(seen) < 3 else 0


if __name__ == '__main__':
    sys.exit(main())
