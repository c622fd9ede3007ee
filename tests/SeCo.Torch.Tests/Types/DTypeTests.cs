using SeCo.Checkpoints;
using Xunit;

namespace SeCo.Torch.Tests;

public sealed class DTypeTests
{
    [Fact]
    public void An_element_type_of_a_checkpoint_has_the_number_of_the_tensor_type_of_its_name() =>
        Assert.Equal(
            Enum.GetValues<DType>().Select(t => (t.ToString(), (int)t)),
            Enum.GetValues<ElementType>().Where(t => t != ElementType.UInt16).Select(t => (t.ToString(), (int)t)));
}
