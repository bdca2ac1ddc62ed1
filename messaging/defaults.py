"""The texts the town starts with; administrators change them in « Modèles de messages ».

A paragraph whose variables are all empty is left out. Spaces and apostrophes are made French when sent.
Of a confidential request, neither subject nor text names the matter (house.md §6): the variables come masked.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Default:
    label: str
    subject: str
    body: str
    variable_set: str = "request"


_SIGNED = """Cordialement,
{{ signature }}
{{ service_telephone }}
{{ service_courriel }}"""

_FOLLOW = """Suivre votre demande, répondre ou joindre un document :
{{ lien_suivi }}

Gardez ce lien pour vous : il ouvre votre demande.

Au guichet ou par téléphone, donnez le numéro {{ numero }} et le code {{ code_suivi }}."""

DEFAULTS: dict[str, Default] = {
    "accuse-de-reception": Default(
        label="Accusé de réception",
        subject="Nous avons reçu votre demande {{ numero }}",
        body=f"""Bonjour,

Nous avons bien reçu votre demande le {{{{ date_reception }}}} : {{{{ objet }}}}.

Vous n’avez rien à signer ni à renvoyer.

{{{{ phrase_delai }}}}

L’accusé de réception est joint à ce message. Il indique les dates, le service chargé de votre demande et vos recours.

{_FOLLOW}

{_SIGNED}""",
    ),
    "accuse-d-enregistrement": Default(
        label="Accusé d’enregistrement",
        subject="Votre envoi {{ numero }} est enregistré",
        body=f"""Bonjour,

Votre envoi est enregistré sous le numéro {{{{ numero }}}}. L’accusé de réception suit dans les dix jours ouvrés.

{_FOLLOW}

{_SIGNED}""",
    ),
    "courriel-sans-depot": Default(
        label="Le courriel ne dépose pas cette demande",
        subject="Votre courriel {{ numero }} : comment déposer votre demande",
        body=f"""Bonjour,

Votre courriel est gardé sous le numéro {{{{ numero }}}}.

Pour « {{{{ demarche }}}} », un courriel ne dépose pas la demande : aucun délai n’a commencé.

Vous pouvez la déposer ainsi :

{{{{ texte }}}}

{_SIGNED}""",
    ),
    "avis-au-service": Default(
        label="Avis au service : une demande arrive",
        subject="Nouvelle demande {{ numero }} : {{ demarche }}",
        body="""Bonjour,

Une nouvelle demande attend votre service.

{{ objet }}
Reçue le {{ date_reception }}

{{ phrase_delai }}

Ouvrir la demande :
{{ lien_agent }}""",
    ),
    "avis-au-service-confidentiel": Default(
        label="Avis au service : une demande confidentielle arrive",
        subject="Nouvelle demande {{ numero }}",
        body="""Bonjour,

Une nouvelle demande attend votre service.

Ouvrir la demande :
{{ lien_agent }}""",
    ),
    "avis-de-courrier-joint": Default(
        label="Avis au service : un courrier a rejoint une demande",
        subject="Courrier joint à la demande {{ numero }}",
        body="""Bonjour,

Un courrier reçu le {{ texte }} a été joint à la demande {{ numero }}.

Ouvrir la demande :
{{ lien_agent }}""",
    ),
    "note-a-un-collegue": Default(
        label="Avis à un collègue : une note pour lui",
        subject="Une note pour vous sur la demande {{ numero }}",
        body="""Bonjour,

{{ signature }} a écrit une note pour vous sur la demande {{ numero }}.

{{ demarche }}

{{ texte }}

Ouvrir la demande :
{{ lien_agent }}

Répondez à ce courriel depuis cette adresse : votre réponse devient une note.
Elle n’est jamais envoyée à la personne.""",
    ),
    "suite-de-votre-demande": Default(
        label="Suite d’une demande : répartie, réunie, transmise",
        subject="Du nouveau pour votre demande {{ numero }}",
        body=f"""Bonjour,

Il y a du nouveau pour votre demande {{{{ numero }}}}.

{{{{ texte }}}}

Voir où elle en est :
{{{{ lien_suivi }}}}

{_SIGNED}""",
    ),
    "transmission-a-une-administration": Default(
        label="Transmission à l’administration compétente (à elle)",
        subject="Transmission d’une demande qui relève de vous, notre référence {{ numero }}",
        body="""Madame, Monsieur,

Nous avons reçu le {{ date_reception }} une demande qui relève de votre administration. \
Nous vous la transmettons (article L114-2 du code des relations entre le public et l’administration).

{{ texte }}

La demande et ses documents sont joints. La personne en est avisée. \
L’accusé de réception est délivré par votre administration (article L114-3).

Cordialement,
{{ signature }}
{{ service_telephone }}
{{ service_courriel }}""",
    ),
    "personne-pour-une-demande": Default(
        label="Avis au responsable : personne n’est là pour une demande",
        subject="Personne n’est là pour la demande {{ numero }}",
        body="""Bonjour,

La demande {{ numero }} est sans affectation : l’agent à qui elle allait est absent, et personne ne le remplace.

Agent absent : {{ texte }}

{{ demarche }}

Affecter la demande :
{{ lien_agent }}""",
    ),
    "lien-mot-de-passe": Default(
        label="Lien pour choisir un nouveau mot de passe",
        subject="Choisir un nouveau mot de passe",
        body="""Bonjour,

Un administrateur vous envoie ce lien pour choisir un nouveau mot de passe :
{{ lien }}

Il vaut vingt-quatre heures et une seule fois. Si vous n’avez rien demandé, prévenez un administrateur.""",
        variable_set="account",
    ),
    "message-du-service": Default(
        label="Message du service",
        subject="Un message au sujet de votre demande {{ numero }}",
        body=f"""Bonjour,

Le service vous a écrit au sujet de votre demande {{{{ numero }}}}.

{{{{ texte }}}}

Lire le message, répondre ou joindre un document :
{{{{ lien_suivi }}}}

{_SIGNED}""",
    ),
    "question-du-service": Default(
        label="Question du service",
        subject="Votre demande {{ numero }} : nous avons besoin de vous",
        body=f"""Bonjour,

Pour avancer sur votre demande {{{{ numero }}}}, le service a besoin d’une réponse de votre part.

{{{{ texte }}}}

Répondre ou joindre un document :
{{{{ lien_suivi }}}}

Si vous ne pouvez pas répondre en ligne, appelez le {{{{ service_telephone }}}} ou passez au guichet.

{_SIGNED}""",
    ),
    "decision-notifiee": Default(
        label="Décision à lire",
        subject="Une décision a été prise sur votre demande {{ numero }}",
        body=f"""Bonjour,

Le service a pris une décision sur votre demande {{{{ numero }}}}.

Elle se lit sur votre page de suivi, avec ses motifs et vos recours :
{{{{ lien_suivi }}}}

{_SIGNED}""",
    ),
    "brouillon-a-reprendre": Default(
        label="Lien pour reprendre un brouillon",
        subject="Votre brouillon à reprendre",
        variable_set="draft",
        body="""Bonjour,

Vous avez commencé une demande sur le site de la ville : {{ demarche }}. Elle n’est pas encore envoyée.

Reprendre où vous en étiez :
{{ lien_brouillon }}

Ou, sur le site, avec le code {{ code_brouillon }}.

Gardez ce lien pour vous : il ouvre votre brouillon. Sans envoi de votre part, il est effacé après le {{ date_limite }}.

Si vous n’avez rien commencé, ne tenez pas compte de ce message.

Cordialement,
{{ ville }}
{{ telephone }}""",
    ),
    "mandat-donne": Default(
        label="Mandat enregistré : avis aux deux personnes",
        subject="Un mandat est enregistré à la mairie",
        variable_set="mandate",
        body="""Bonjour {{ personne }},

{{ texte }}

Cordialement,
{{ service }}
{{ service_telephone }}
{{ service_courriel }}""",
    ),
    "mandat-revoque": Default(
        label="Mandat retiré : avis aux deux personnes",
        subject="Un mandat a pris fin",
        variable_set="mandate",
        body="""Bonjour {{ personne }},

{{ texte }}

Cordialement,
{{ service }}
{{ service_telephone }}
{{ service_courriel }}""",
    ),
    "demande-close": Default(
        label="Demande terminée",
        subject="Votre demande {{ numero }} est terminée",
        body=f"""Bonjour,

Votre demande {{{{ numero }}}} est terminée.

{{{{ texte }}}}

Relire l’échange :
{{{{ lien_suivi }}}}

{_SIGNED}""",
    ),
    # Text messages: a sign that something waits, in 160 characters; the letters ç, ê, â, î, ô, û would halve them.
    "sms-demande-enregistree": Default(
        label="SMS : demande enregistrée",
        subject="SMS",
        body="{{ ville }} : votre demande est enregistrée sous le numéro {{ numero }}. "
        "Gardez ce numéro. Une question : {{ service_telephone }}.",
    ),
    "sms-question": Default(
        label="SMS : une question vous attend",
        subject="SMS",
        body="{{ ville }} : une question vous attend sur votre demande {{ numero }}. "
        "Répondez au {{ service_telephone }} ou au guichet.",
    ),
    "sms-reponse": Default(
        label="SMS : une réponse vous attend",
        subject="SMS",
        body="{{ ville }} : une réponse vous attend sur votre demande {{ numero }}. "
        "Appelez le {{ service_telephone }} ou passez au guichet.",
    ),
    "sms-reponse-par-courrier": Default(
        label="SMS : la réponse part par courrier",
        subject="SMS",
        body="{{ ville }} : la réponse à votre demande {{ numero }} part par courrier. "
        "Une question : {{ service_telephone }}.",
    ),
    "sms-la-mairie-vous-a-ecrit": Default(
        label="SMS : la mairie vous a écrit (demandes confidentielles)",
        subject="SMS",
        body="{{ ville }} : la mairie vous a écrit.",
    ),
}
