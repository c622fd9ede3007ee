namespace SeCo.Exchange;

/// <summary>How COCO files hold masks.</summary>
public enum CocoCounts
{
    /// <summary>Compressed run lengths as text, with <c>iscrowd</c> 0: the small form that the COCO mask API reads.</summary>
    Text,

    /// <summary>Run lengths as a list of numbers, with <c>iscrowd</c> 1: the one form of run lengths that some readers know.</summary>
    List,
}
