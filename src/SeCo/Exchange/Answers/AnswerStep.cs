namespace SeCo.Exchange;

/// <summary>What somebody did about a region in <c>seco review</c>.</summary>
public enum AnswerStep
{
    /// <summary>Looked at it: nobody else needs to for a while.</summary>
    Taken,

    /// <summary>Gave it a label.</summary>
    Answered,

    /// <summary>Gave it a label where others had given different ones: this one counts.</summary>
    Settled,

    /// <summary>Took an answer back.</summary>
    Withdrawn,
}
