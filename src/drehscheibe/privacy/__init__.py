"""Privacy: what a person may ask of the installation about their own data (DSGVO chapter III).

Everything about an account comes as one archive, gathered from all tenants: Art. 15 and 20.
Erasing an account (Art. 17) ends sign-in and memberships and deletes drafts with their keys; sent cases stay.
Nobody else's data is in an archive; what an organisation holds belongs to the organisation.
Requests of people without an account go to the data protection officer, whom every form names.
"""
