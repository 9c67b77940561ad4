# Production image: assets are built in a first stage, the second has no Node.js and runs as an ordinary user.
FROM node:22.21.0-bookworm-slim AS assets
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY frontend frontend
RUN npm run build

FROM python:3.11.14-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DEPLOYMENT=production
# pango and a Chinese font: reports as PDF
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 app
WORKDIR /app
COPY requirements.txt constraints.txt ./
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
COPY --from=assets /build/static/vendor static/vendor
# names of static files change with their content, which needs no database: the addresses below are never opened
RUN DATABASE_URL=postgresql://build/build REDIS_URL=redis://build/0 SECRET_KEY=build ALLOWED_HOSTS=build \
        python manage.py collectstatic --no-input --verbosity 0 --skip-checks --ignore redoc \
    && python -c "import pathlib, polib; [polib.pofile(str(p)).save_as_mofile(str(p.with_suffix('.mo'))) for p in pathlib.Path('locale').rglob('*.po')]" \
    && install --directory --owner app media
USER app
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", "--access-logfile", "-", "--no-control-socket"]
