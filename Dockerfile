# Image de production : web, worker et beat en sont trois commandes. La base, le courtier et l’antivirus sont ailleurs.
FROM node:22-bookworm-slim AS assets
WORKDIR /grc
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev

FROM python:3.12-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 GRC_HOME=/var/lib/grc GRC_MODE=production
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libfontconfig1 fonts-inter fonts-dejavu-core \
      libmagic1 poppler-utils tesseract-ocr tesseract-ocr-fra \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /var/lib/grc --create-home grc
WORKDIR /grc
COPY requirements/production.txt requirements/production.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/production.txt
COPY --from=assets /grc/node_modules node_modules
COPY . .
# Les réglages de production refusent de démarrer sans clés : celles-ci ne servent qu’à cette étape et ne restent pas.
RUN key() { python -c 'import secrets; print(secrets.token_urlsafe(48))'; } \
 && SECRET_KEY=$(key) GRC_FILES_KEY=$(key) GRC_CODES_KEY=$(key) PUBLIC_URL=https://exemple.invalid \
    DATABASE_URL=postgresql://grc@exemple.invalid/grc REDIS_URL=redis://exemple.invalid STATIC_ROOT=/grc/static-files \
    python manage.py collectstatic --noinput --verbosity 0 \
 && chown -R grc: /var/lib/grc
ENV STATIC_ROOT=/grc/static-files
USER grc
EXPOSE 8000
CMD ["gunicorn", "grc.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--limit-request-line", "0"]
